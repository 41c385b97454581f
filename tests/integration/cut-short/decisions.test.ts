import { decisionActs } from './acts';
import { testCutShort } from './test-cut-short';

testCutShort(Object.keys(decisionActs));
