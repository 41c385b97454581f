import type { PullRequest } from '../../../shared/domain/finish';
import { AppError } from '../../../shared/errors';
import { findExecutable } from '../platform/find-executable';
import { runProgram } from '../platform/run-program';
import { compareUrl, type Forge, readForge } from './compare-url';

export interface PullRequestInput {
  /** A folder of the repository. */
  cwd: string;
  /** The user's login environment, in which `gh` and `glab` are looked for. */
  env: NodeJS.ProcessEnv;
  remoteUrl: string;
  target: string;
  branch: string;
  title: string;
  body: string;
  signal?: AbortSignal;
  /** Folders programs are looked for in besides the PATH. */
  extraFolders?: readonly string[];
}

interface Program {
  name: 'gh' | 'glab';
  create(input: PullRequestInput, forge: Forge): string[];
}

const GH: Program = {
  name: 'gh',
  create: ({ target, branch, title }, { host, path }) => [
    ...['pr', 'create', '--repo', `${host}/${path}`, '--base', target, '--head', branch],
    ...['--title', title, '--body-file', '-'],
  ],
};

const GLAB: Program = {
  name: 'glab',
  create: ({ target, branch, title, body }, { host, path }) => [
    ...['mr', 'create', '--repo', `https://${host}/${path}`, '--target-branch', target],
    ...['--source-branch', branch, '--title', title, '--description', body, '--yes'],
  ],
};

const CHECK_MS = 20_000;
const CREATE_MS = 120_000;

/**
 * Opens a pull request for a pushed branch with the user's `gh` or `glab` when one is signed in at the remote's host;
 * otherwise answers the page that opens one. Throws AppError when the program refuses or the remote has no pages.
 */
export async function openPullRequest(input: PullRequestInput): Promise<PullRequest> {
  const forge = readForge(input.remoteUrl);
  if (!forge) {
    throw new AppError(
      'input.invalid',
      `${input.remoteUrl} is not an address of a site with pull requests.`,
      'Push to a remote at GitHub, GitLab or the like, or open the request there yourself.',
    );
  }
  const page = compareUrl(forge, input.target, input.branch);
  let reason = 'No program for pull requests is installed for this site.';
  for (const program of programsFor(forge)) {
    const path = await findExecutable(program.name, input.env, input.extraFolders);
    if (!path) continue;
    if (await isSignedIn(path, forge, input)) return create(path, program, forge, input);
    reason = `${program.name} is not signed in at ${forge.host}: run "${program.name} auth login".`;
  }
  return { kind: 'page', url: page, reason };
}

/** An unknown host may be anybody's own GitHub or GitLab: only the programs themselves know. */
function programsFor({ kind }: Forge): Program[] {
  if (kind === 'github') return [GH];
  if (kind === 'gitlab') return [GLAB];
  return kind === 'unknown' ? [GH, GLAB] : [];
}

async function isSignedIn(path: string, { host }: Forge, input: PullRequestInput): Promise<boolean> {
  const { exit } = await runProgram(path, ['auth', 'status', '--hostname', host], {
    ...common(input),
    deadline: CHECK_MS,
  });
  return exit === 0;
}

async function create(
  path: string,
  program: Program,
  forge: Forge,
  input: PullRequestInput,
): Promise<PullRequest> {
  const { exit, stdout, stderr } = await runProgram(path, program.create(input, forge), {
    ...common(input),
    stdin: input.body,
    deadline: CREATE_MS,
  });
  const url = /https:\/\/\S+/.exec(`${stdout}\n${stderr}`)?.[0];
  if (exit === 0 && url) return { kind: 'opened', url };
  // One that exists already is named, and is what the user wanted to see.
  if (url && /already exists/i.test(stderr)) return { kind: 'opened', url };
  throw new AppError(
    'git.failed',
    `${program.name} did not open a pull request.`,
    'Show details has what it said; the page in the browser works without it.',
    `${stdout}${stderr}`.trim() || `It ended with ${exit}.`,
  );
}

function common({ cwd, env, signal }: PullRequestInput) {
  const quiet = { GH_PROMPT_DISABLED: '1', NO_PROMPT: '1', NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' };
  return { cwd, env: { ...env, ...quiet }, ...(signal && { signal }) };
}
