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

describeBackend('a fake that greets on its output first', {
  create: (host) => host.backend(fakeAgent('banner-on-stdout')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake that answers twice, and what nobody asked', {
  create: (host) => host.backend(fakeAgent('answers-twice')),
  // Its second answer would come before its end.
  prompts: { talk: 'talk', permission: 'permission', wait: 'wait' },
  restores: true,
  options: true,
});

describeBackend('a fake that calls a cancelled turn ended', {
  create: (host) => host.backend(fakeAgent('cancels-as-end-turn')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake with modes alone, silent when one is set', {
  create: (host) => host.backend(fakeAgent('modes-only')),
  prompts,
  restores: true,
  options: true,
});

describeBackend('a fake that remembers no conversation', {
  create: (host) => host.backend(fakeAgent('forgets-sessions')),
  prompts,
  restores: false,
  options: true,
});
