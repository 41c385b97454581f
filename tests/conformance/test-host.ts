import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AgentBackend,
  AgentSessionHandle,
  EmittedEvent,
  EnsureSessionOpts,
  PermissionOutcome,
  PermissionRequest,
  TurnResult,
} from '../../src/main/services/agent-backend';
import { type AcpBackendDeps, createAcpBackend } from '../../src/main/services/backends/acp/acp-backend';
import { LongLines } from '../../src/main/services/backends/acp/long-lines';
import { silentLog } from '../../src/main/services/log';
import type { AgentDefinition } from '../../src/shared/domain/agent';
import type { AgentEvent, AgentEventBody } from '../../src/shared/domain/agent-event';
import { agentId, sessionId, turnId } from '../../src/shared/domain/ids';
import { emptyTranscript, reduceTranscript, type Transcript } from '../../src/shared/domain/transcript';

type Answer = (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionOutcome>;

export const SESSION = sessionId.parse('s1');
export const TURN = turnId.parse('t1');

/** Settles with `cancelled` once the question is withdrawn, as the real permission service does. */
export const waitForUser: Answer = (_request, signal) =>
  new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve({ outcome: 'cancelled' }), { once: true }),
  );

/** An agent program run by this Node, as the catalog would define it. */
export function nodeAgent(name: string, args: string[], env: Record<string, string> = {}): AgentDefinition {
  return {
    id: agentId.parse(name),
    name: `The ${name} agent`,
    backend: 'acp',
    command: process.execPath,
    args,
    env,
  };
}

/** One of the programs in tests/fakes/agents. */
export function fakeAgent(name: string, args: string[] = []): AgentDefinition {
  return nodeAgent(name, [join(import.meta.dirname, '../fakes/agents', `${name}.mjs`), ...args]);
}

/** Stands where the app stands: gives a backend its worktree, hears its events, answers its questions. */
export class TestHost {
  readonly emitted: EmittedEvent[] = [];
  readonly requests: PermissionRequest[] = [];
  answer: Answer = waitForUser;
  readonly #mark = randomUUID();
  readonly #backends: AgentBackend[] = [];
  readonly #listeners = new Set<() => void>();

  private constructor(readonly cwd: string) {}

  static async create(): Promise<TestHost> {
    return new TestHost(await realpath(await mkdtemp(join(tmpdir(), 'coppice-backend-'))));
  }

  get bodies(): AgentEventBody[] {
    return this.emitted.map(({ body }) => body);
  }

  get transcript(): Transcript {
    return reduceTranscript(emptyTranscript, toEvents(this.emitted));
  }

  /** All text the agent said live. */
  get text(): string {
    return this.emitted
      .filter(({ origin }) => origin === 'live')
      .map(({ body }) => (body.kind === 'text' && body.block.type === 'text' ? body.block.text : ''))
      .join('');
  }

  backend(agent: AgentDefinition, extra: Partial<AcpBackendDeps> = {}): AgentBackend {
    const backend = createAcpBackend({
      agent,
      env: async () => ({ ...process.env, COPPICE_TEST_MARK: this.#mark }),
      log: silentLog,
      longLines: new LongLines({ workerFile: process.env.COPPICE_LONG_LINE_THREAD ?? '' }),
      clientInfo: { name: 'coppice-test', version: '0.0.0' },
      ...extra,
    });
    this.#backends.push(backend);
    return backend;
  }

  ensure(backend: AgentBackend, extra: Partial<EnsureSessionOpts> = {}): Promise<AgentSessionHandle> {
    return backend.ensureSession({
      sessionId: SESSION,
      cwd: this.cwd,
      emit: (event) => {
        this.emitted.push(event);
        for (const listener of this.#listeners) listener();
      },
      askPermission: (request, signal) => {
        this.requests.push(request);
        for (const listener of this.#listeners) listener();
        return this.answer(request, signal);
      },
      writing: () => () => {},
      signal: new AbortController().signal,
      ...extra,
    });
  }

  prompt(
    backend: AgentBackend,
    handle: AgentSessionHandle,
    text: string,
    signal = new AbortController().signal,
  ): Promise<TurnResult> {
    return backend.prompt(handle, { turnId: TURN, prompt: [{ type: 'text', text }], signal });
  }

  /** Resolves as soon as `test` holds; looked at after every event and question. */
  async until(test: () => boolean): Promise<void> {
    if (test()) return;
    await new Promise<void>((resolve) => {
      const listener = () => {
        if (!test()) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  /** Process ids of everything that was started for this host and still runs (Linux only, else empty). */
  async survivors(): Promise<number[]> {
    if (process.platform !== 'linux') return [];
    const found = await Promise.all((await readdir('/proc')).map((entry) => this.#isMine(entry)));
    return found.filter((pid) => pid !== undefined);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#backends.map((backend) => backend.dispose()));
    await rm(this.cwd, { recursive: true, force: true });
  }

  async #isMine(entry: string): Promise<number | undefined> {
    if (!/^\d+$/.test(entry)) return undefined;
    const environ = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
    return environ.includes(this.#mark) ? Number(entry) : undefined;
  }
}

/** What the host would have logged: replays are compared with the log, never appended. */
export function toEvents(emitted: readonly EmittedEvent[]): AgentEvent[] {
  return emitted
    .filter(({ origin }) => origin !== 'replay')
    .map(({ body, origin }, index) => ({
      ...body,
      sessionId: SESSION,
      seq: index + 1,
      ts: 0,
      agent: agentId.parse('agent'),
      turnId: TURN,
      origin,
    }));
}
