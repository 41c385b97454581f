// The whole job in a real window: open a repository, prompt the built-in agent, answer it, review, accept, and find
// what was accepted. Needs a display; `npm run demo` gives it a virtual one. `node scripts/demo.mjs [output folder]`.
import { writeFileSync } from 'node:fs';
import { CoppiceWindow } from './demo/coppice-window.mjs';
import { Narrator } from './demo/narrator.mjs';
import { prepareOutput } from './demo/output-folder.mjs';
import { gitEnvironment, gitIn, makeSampleRepository } from './demo/sample-repository.mjs';
import { runMain, SetupError } from './lib/log.mjs';

const PROMPT = [
  'replace "colour" with "color" in src/**/*.js',
  'replace "Colours" with "Colors" in src/**/*.js',
  'write NOTES.md: The source spells color the American way.',
  'run git diff --stat',
].join('\n');

await runMain(async () => {
  const output = prepareOutput(process.argv[2]);
  const narrator = new Narrator();
  const demo = { output, narrator, env: gitEnvironment(output.folder), at: 'start' };
  try {
    await tellStory(demo);
  } catch (error) {
    await demo.window?.picture('failure').catch(() => undefined);
    throw new SetupError(
      `The demo failed at the step “${demo.at}”: ${error.message}\nWhat there is so far is in ${output.folder}`,
    );
  } finally {
    await demo.window?.close();
    writeFileSync(output.transcript, narrator.text);
  }
  console.log(`\n[coppice] The repository, the screenshots and this transcript are in ${output.folder}`);
  return 0;
});

async function tellStory(demo) {
  const step = async (title, work) => {
    demo.at = title;
    demo.narrator.step(title);
    await work(demo);
  };
  await step('A repository to work in', makeRepository);
  await step('Coppice starts', openWindow);
  await step('The repository is dropped on the window', dropRepository);
  await step('A session starts with its first prompt', prompt);
  await step('The agent asks before it runs a command', answer);
  await step('The changes are reviewed', review);
  await step('All changes are accepted', accept);
  await step('Git knows what is accepted', findAccepted);
}

function makeRepository(demo) {
  demo.git = makeSampleRepository(demo.output.repository, demo.env);
  demo.head = demo.git('rev-parse', 'HEAD');
  demo.narrator.tell(demo.output.repository);
  demo.narrator.quote('git log', demo.git('log', '--oneline', '--stat'));
}

async function openWindow(demo) {
  const { data, screenshots } = demo.output;
  demo.window = await CoppiceWindow.open({ data, screenshots, env: demo.env });
  await photograph(demo, '1-start');
}

async function dropRepository(demo) {
  await demo.window.drop(demo.output.repository);
  await photograph(demo, '2-new-session');
}

async function prompt({ window, narrator }) {
  narrator.quote('You', PROMPT);
  await window.startSession(PROMPT);
}

async function answer(demo) {
  const { window, narrator } = demo;
  narrator.quote('The built-in agent asks to run', await window.question());
  await photograph(demo, '3-permission');
  await window.answer('Allow once');
  narrator.tell('You: Allow once');
  narrator.quote('The transcript says', (await window.turnEnd()).join('\n'));
}

async function review(demo) {
  const { window, narrator } = demo;
  for (const { label, authors, lines } of await window.changes()) {
    narrator.quote(`${label}, by ${authors}`, lines.join('\n'));
  }
  await photograph(demo, '4-changes');
}

async function accept(demo) {
  demo.narrator.tell(await demo.window.acceptAll());
  await photograph(demo, '5-accepted');
}

function findAccepted({ git, narrator, head, output, env }) {
  const accepted = git('for-each-ref', '--format=%(refname)', 'refs/coppice/sessions/*/accepted');
  narrator.quote(
    `git diff ${head.slice(0, 7)} ${accepted}`,
    git('diff', '--stat', '--patch', head, accepted),
  );
  const checkout = gitIn(output.repository, env);
  if (checkout('rev-parse', 'HEAD') !== head || checkout('status', '--porcelain') !== '') {
    throw new Error('the checkout of the repository was touched');
  }
  narrator.tell('The checkout of the repository is as it was: main, clean.');
}

async function photograph({ window, narrator }, name) {
  narrator.tell(`Screenshots: ${(await window.photograph(name)).join(', ')}`);
}
