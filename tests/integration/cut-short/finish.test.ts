import { finishActs } from './acts';
import { testCutShort } from './test-cut-short';

testCutShort(Object.keys(finishActs));
