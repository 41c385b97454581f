import { describeBackend } from './backend-conformance';
import { fakeAgent } from './test-host';

describeBackend('a well-behaved fake over ACP', {
  create: (host) => host.backend(fakeAgent('good')),
  prompts: { talk: 'talk', permission: 'permission', wait: 'wait', exit: 'exit' },
  restores: true,
  options: true,
});
