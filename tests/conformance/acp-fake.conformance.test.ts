import { describeBackend } from './backend-conformance';
import { fakeAgent } from './test-host';

const prompts = { talk: 'talk', permission: 'permission', wait: 'wait', exit: 'exit' };

describeBackend('a well-behaved fake over ACP', {
  create: (host) => host.backend(fakeAgent('good')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake that is noisy around every message', {
  create: (host) => host.backend(fakeAgent('noisy')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake that tells of a conversation only after it said that it is back', {
  create: (host) => host.backend(fakeAgent('replays-after-load')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake that ends neither with its input nor when it is told to', {
  create: (host) => host.backend(fakeAgent('never-exits')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake whose child outlives it and holds its pipes', {
  create: (host) => host.backend(fakeAgent('leaves-grandchild')),
  prompts,
  restores: true,
  options: true,
});
