import { methods } from '@agentclientprotocol/sdk';
import type { AgentDefinition, AgentSessionStatus } from '../../../../shared/domain/agent';
import { AppError } from '../../../../shared/errors';
import type {
  AgentBackend,
  AgentSessionHandle,
  BackendExit,
  EnsureSessionOpts,
  PromptCtx,
  TurnResult,
} from '../../agent-backend';
import type { Log } from '../../log';
import { startAgentProcess } from './agent-process';
import { answerClientRequest } from './client-requests';
import { ClientTerminals } from './client-terminals';
import { type Noise, openConnection } from './connection';
import { DEFAULT_DEADLINES, type Deadlines } from './deadlines';
import { LiveAgent } from './live-agent';
import type { LongLines } from './long-lines';
import { openSession } from './open-session';
import { PendingPermissions } from './permissions';
import { runPrompt } from './prompt';
import { ReadOnlyGuard } from './read-only-guard';
import { SessionEvents } from './session-events';
import { steerTurn } from './steer';

export interface AcpBackendDeps {
  agent: AgentDefinition;
  /** The environment agents start in: that of the user's login shell. */
  env(): Promise<NodeJS.ProcessEnv>;
  log: Log;
  /** One for all agents. */
  longLines: Pick<LongLines, 'parse'>;
  /** What we call ourselves to agents. */
  clientInfo: { name: string; title?: string; version: string };
  deadlines?: Partial<Deadlines>;
}

/** Everything that belongs to one open conversation. */
interface Open {
  live: LiveAgent;
  events: SessionEvents;
  permissions: PendingPermissions;
  terminals: ClientTerminals;
  handle: AgentSessionHandle;
}

/** A backend for agents that speak the Agent Client Protocol, version 1, over stdin and stdout. */
export function createAcpBackend(deps: AcpBackendDeps): AgentBackend {
  return new AcpBackend(deps);
}

class AcpBackend implements AgentBackend {
  readonly backend = 'acp';
  readonly exited: Promise<BackendExit>;
  readonly #deps: AcpBackendDeps;
  readonly #deadlines: Deadlines;
  readonly #guard = new ReadOnlyGuard();
  #status: AgentSessionStatus = 'starting';
  #opening: Promise<Open> | undefined;
  #open: Open | undefined;
  #live: LiveAgent | undefined;
  #disposing: Promise<void> | undefined;
  #prompting = false;
  /** Absent until the agent has said that it can. */
  steer?: NonNullable<AgentBackend['steer']>;
  #resolveExited!: (exit: BackendExit) => void;

  constructor(deps: AcpBackendDeps) {
    this.#deps = deps;
    this.#deadlines = { ...DEFAULT_DEADLINES, ...deps.deadlines };
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get agent(): AgentDefinition {
    return this.#deps.agent;
  }

  get pid(): number | undefined {
    return this.#live?.process.group.pid;
  }

  get status(): AgentSessionStatus {
    if (this.#status !== 'idle') return this.#status;
    if (this.#open?.permissions.waiting) return 'awaiting';
    return this.#prompting ? 'running' : 'idle';
  }

  async ensureSession(opts: EnsureSessionOpts): Promise<AgentSessionHandle> {
    if (this.#disposing || this.#status === 'failed' || this.#status === 'stopped') {
      throw new AppError('agent.exited', `${this.agent.name} is no longer running.`, 'Start it again.');
    }
    this.#opening ??= this.#start(opts);
    return (await this.#opening).handle;
  }

  async prompt(handle: AgentSessionHandle, ctx: PromptCtx): Promise<TurnResult> {
    const open = this.#of(handle);
    if (this.#prompting) throw new Error('An agent is sent one prompt at a time');
    this.#prompting = true;
    this.#guard.on = ctx.readOnly ?? false;
    try {
      const { live, events, permissions } = open;
      const { nativeSessionId } = handle;
      const disposing = () => this.#disposing !== undefined;
      return await runPrompt({ live, events, permissions, nativeSessionId, disposing }, ctx);
    } finally {
      this.#prompting = false;
    }
  }

  async setOption(handle: AgentSessionHandle, optionId: string, value: string | boolean): Promise<void> {
    const { live, events } = this.#of(handle);
    const route = events.config.routeOf(optionId);
    const { nativeSessionId: sessionId } = handle;
    if (!route) throw new AppError('input.invalid', `${this.agent.name} has no setting “${optionId}”.`);
    const params =
      route === methods.agent.session.setMode
        ? { sessionId, modeId: String(value) }
        : { sessionId, configId: optionId, value, ...(typeof value === 'boolean' && { type: 'boolean' }) };
    const answer = await live.ask(route, params, this.#deadlines.open).catch((error) => {
      throw live.refusal(error, `${this.agent.name} did not accept this setting.`);
    });
    // Afterwards some agents send an update and some say nothing; both end in one truth here.
    const changed =
      route === methods.agent.session.setMode
        ? events.config.takeMode(String(value))
        : events.config.takeAnswer(answer) || events.config.takeValue(optionId, value);
    if (changed) events.sayConfig();
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#end();
    return this.#disposing;
  }

  async #start(opts: EnsureSessionOpts): Promise<Open> {
    try {
      const open = await this.#launch(opts);
      this.#open = open;
      if (this.#status === 'starting') this.#status = 'idle';
      return open;
    } catch (error) {
      this.#status = 'failed';
      await this.#live?.stop();
      if (!this.#live) this.#resolveExited({ code: null, signal: null, stderr: String(error) });
      throw error;
    }
  }

  async #launch(opts: EnsureSessionOpts): Promise<Open> {
    const { agent, env, log, longLines, clientInfo } = this.#deps;
    const environment = await env();
    opts.signal.throwIfAborted();
    const process = await startAgentProcess(agent, opts.cwd, environment, log);
    const events = new SessionEvents({ emit: opts.emit, log });
    const permissions = new PendingPermissions({ ask: opts.askPermission, events, guard: this.#guard });
    const terminals = new ClientTerminals({
      root: opts.cwd,
      env: environment,
      onChange: (id, output, exit) => events.terminals.set(id, output, exit?.code),
    });
    const onRefused = (title: string) => events.say({ kind: 'notice', severity: 'warning', title });
    const connection = openConnection(
      process.group.child,
      clientInfo.name,
      {
        onUpdate: (params) => events.receive(params),
        room: () => opts.room?.(),
        onRequest: (method, params, signal) =>
          answerClientRequest(
            { root: opts.cwd, writing: opts.writing, permissions, guard: this.#guard, terminals, onRefused },
            method,
            params,
            signal,
          ),
        onNoise: noiseTeller(agent, events, log),
        parseLongLine: (pieces) => longLines.parse(pieces),
      },
      log,
    );
    const live = new LiveAgent(agent, process, connection, this.#deadlines, log);
    this.#live = live;
    if (this.#disposing) process.group.kill('SIGKILL');
    void this.#follow(live, events, permissions, terminals);
    const handle = await this.#handshake(live, events, opts);
    if (live.isSteerable) {
      this.steer = (of, prompt) => steerTurn(this.#of(of).live, events, of.nativeSessionId, prompt);
    }
    return { live, events, permissions, terminals, handle };
  }

  async #handshake(
    live: LiveAgent,
    events: SessionEvents,
    opts: EnsureSessionOpts,
  ): Promise<AgentSessionHandle> {
    const onAbort = () => live.process.group.kill('SIGKILL');
    opts.signal.addEventListener('abort', onAbort);
    try {
      await live.initialize(this.#deps.clientInfo);
      return await openSession(live, events, opts);
    } finally {
      opts.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Waits for the agent's end and cleans up behind it. */
  async #follow(
    live: LiveAgent,
    events: SessionEvents,
    permissions: PendingPermissions,
    terminals: ClientTerminals,
  ): Promise<void> {
    const exit = await live.exited;
    permissions.refuse();
    await terminals.dispose();
    events.silence();
    if (this.#status !== 'failed') this.#status = this.#disposing ? 'stopped' : 'failed';
    this.#resolveExited(exit);
  }

  async #end(): Promise<void> {
    // An agent that is still starting has its process as soon as the environment is known.
    if (this.#opening && !this.#live) await this.#opening.catch(() => undefined);
    if (!this.#live) {
      this.#status = 'stopped';
      this.#resolveExited({ code: null, signal: null, stderr: '' });
      return;
    }
    this.#open?.permissions.refuse();
    this.#open?.events.silence();
    await this.#open?.terminals.dispose();
    await this.#live.stop();
    await this.exited;
  }

  #of(handle: AgentSessionHandle): Open {
    if (!this.#open || this.#open.handle !== handle) throw new Error('The handle is not of this backend');
    return this.#open;
  }
}

/** Output that is no message is logged, and told to the user once. */
function noiseTeller(agent: AgentDefinition, events: SessionEvents, log: Log): (line: Noise) => void {
  let told = false;
  return (line) => {
    const dropped = 'dropped' in line;
    const text = dropped ? `a line of ${line.dropped} bytes, too long to handle` : line.text.slice(0, 2000);
    if (told && !dropped) return;
    // The transcript has the text; the log gets none of it, as it may be part of a prompt or a secret.
    log.warn('agent printed something that is not a message', { agent: agent.id, length: text.length });
    told = told || !dropped;
    const title = dropped
      ? `${agent.name} sent a message too large to show`
      : `${agent.name} prints text that is not part of the protocol`;
    events.say({ kind: 'notice', severity: dropped ? 'error' : 'info', title, detail: text });
  };
}
