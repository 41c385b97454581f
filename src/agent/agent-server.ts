import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import {
  type AgentApp,
  type AgentContext,
  agent,
  type ClientCapabilities,
  type InitializeResponse,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type SessionConfigOption,
  type SessionModeState,
} from '@agentclientprotocol/sdk';
import type { AgentConfig } from './agent-config';
import { ClientPort } from './client-port';
import { type ModelChoice, setConfigOption, toConfigOptions, toTurnModel } from './config-options';
import { isModeId, toModeState } from './modes';
import { availableCommands } from './plain/run-plain-turn';
import { runTurn } from './run-turn';
import { AgentSession } from './session';
import { restoreSession } from './session-restore';
import { SessionStore } from './session-store';

/** Answers one ACP host. Holds its live sessions; histories are in the store when there is one. */
export class AgentServer {
  private readonly sessions = new Map<string, AgentSession>();
  private readonly store: SessionStore | undefined;
  private readonly choice: ModelChoice | undefined;
  private capabilities: ClientCapabilities = {};
  private models: Promise<void> | undefined;

  constructor(
    private readonly config: AgentConfig,
    private readonly version: string,
  ) {
    this.store = config.stateDir ? new SessionStore(config.stateDir) : undefined;
    this.choice = config.model && { settings: config.model, offered: [] };
  }

  /** The handlers, to be connected to a stream. */
  createApp(): AgentApp {
    const { session } = methods.agent;
    const app = agent({ name: 'coppice-builtin' })
      .onRequest(methods.agent.initialize, ({ params }) => {
        this.capabilities = params.clientCapabilities ?? {};
        return this.initialize();
      })
      .onRequest(methods.agent.authenticate, () => ({}))
      .onRequest(session.new, ({ params, client }) => this.newSession(params.cwd, client))
      .onRequest(session.close, ({ params }) => this.closeSession(params.sessionId))
      .onRequest(session.setMode, ({ params, client }) => {
        const target = this.getSession(params.sessionId);
        if (!isModeId(params.modeId)) throw new RequestError(-32602, `There is no mode "${params.modeId}".`);
        target.setMode(params.modeId);
        const configOptions = this.optionsOf(target);
        return this.port(target.id, client).update({ sessionUpdate: 'config_option_update', configOptions });
      })
      .onRequest(session.setConfigOption, async ({ params, client }) => {
        const target = this.getSession(params.sessionId);
        setConfigOption(target, this.choice, params.configId, params.value);
        if (params.configId === 'mode') {
          const update = { sessionUpdate: 'current_mode_update', currentModeId: target.mode } as const;
          await this.port(target.id, client).update(update);
        }
        return { configOptions: this.optionsOf(target) };
      })
      .onRequest(session.prompt, async ({ params, client, signal }) => {
        const target = this.getSession(params.sessionId);
        if (target.running) throw new RequestError(-32600, 'This session is still busy with a turn.');
        if (this.config.modelProblem) throw new RequestError(-32603, this.config.modelProblem);
        const stopReason = await runTurn({
          session: target,
          client: this.port(target.id, client),
          prompt: params.prompt,
          requestSignal: signal,
          ...(this.choice ? { model: toTurnModel(target, this.choice) } : {}),
        });
        return { stopReason };
      })
      .onNotification(session.cancel, ({ params }) => {
        this.sessions.get(params.sessionId)?.running?.abort();
      });
    return this.store ? this.withStoredSessions(app, this.store) : app;
  }

  /** Cancels every turn and closes every history. */
  dispose(): void {
    for (const session of this.sessions.values()) session.close();
    this.sessions.clear();
  }

  private withStoredSessions(app: AgentApp, store: SessionStore): AgentApp {
    const { session } = methods.agent;
    return app
      .onRequest(session.load, ({ params, client }) => this.restore(store, params, client, true))
      .onRequest(session.resume, ({ params, client }) => this.restore(store, params, client, false))
      .onRequest(session.list, async ({ params }) => {
        const found = (await store.list()).filter((item) => !params.cwd || item.cwd === params.cwd);
        return { sessions: found.map(({ id, ...rest }) => ({ sessionId: id, ...rest })) };
      })
      .onRequest(session.delete, async ({ params }) => {
        this.closeSession(params.sessionId);
        await store.remove(params.sessionId);
      });
  }

  private initialize(): InitializeResponse {
    const stored = this.store ? { list: {}, resume: {}, delete: {} } : {};
    return {
      protocolVersion: PROTOCOL_VERSION,
      agentInfo: { name: 'coppice-builtin', title: 'Built-in agent', version: this.version },
      agentCapabilities: {
        loadSession: this.store !== undefined,
        promptCapabilities: { image: this.choice !== undefined, audio: false, embeddedContext: true },
        sessionCapabilities: { ...stored, close: {} },
      },
      authMethods: [],
    };
  }

  private async newSession(cwd: string, client: AgentContext) {
    await requireFolder(cwd);
    const id = `ses_${randomUUID()}`;
    const session = new AgentSession(id, cwd, this.store?.openLog(id));
    this.sessions.set(id, session);
    this.announceLater(session, client);
    return { sessionId: id, ...this.stateOf(session) };
  }

  private async restore(
    store: SessionStore,
    { sessionId, cwd }: { sessionId: string; cwd: string },
    client: AgentContext,
    withReplay: boolean,
  ) {
    await requireFolder(cwd);
    const live = this.sessions.get(sessionId);
    if (live?.running) throw new RequestError(-32600, 'This session is still busy with a turn.');
    const state = await store.read(sessionId);
    if (!state) throw RequestError.sessionNotFound(sessionId);
    live?.close();
    const { session, replay } = restoreSession(state, cwd, store.openLog(sessionId));
    this.sessions.set(sessionId, session);
    const port = this.port(sessionId, client);
    if (withReplay) for (const update of replay) await port.update(update);
    this.announceLater(session, client);
    return this.stateOf(session);
  }

  private closeSession(id: string): void {
    this.sessions.get(id)?.close();
    this.sessions.delete(id);
  }

  /** Tells what a host can only place once it has the response: the commands, and the endpoint's models. */
  private announceLater(session: AgentSession, client: AgentContext): void {
    const port = this.port(session.id, client);
    setImmediate(() => {
      this.announce(session, port).catch((error) => console.error('Announcing a session failed:', error));
    });
  }

  private async announce(session: AgentSession, port: ClientPort): Promise<void> {
    await port.update({ sessionUpdate: 'available_commands_update', availableCommands: availableCommands() });
    const { choice } = this;
    if (!choice) return;
    const { listModels } = await import('./model/list-models');
    this.models ??= listModels(choice.settings).then((offered) => {
      choice.offered = offered;
    });
    await this.models;
    if (choice.offered.length === 0) return;
    await port.update({ sessionUpdate: 'config_option_update', configOptions: this.optionsOf(session) });
  }

  private stateOf(session: AgentSession): { modes: SessionModeState; configOptions: SessionConfigOption[] } {
    return { modes: toModeState(session.mode), configOptions: this.optionsOf(session) };
  }

  private optionsOf(session: AgentSession): SessionConfigOption[] {
    return toConfigOptions(session, this.choice);
  }

  private getSession(id: string): AgentSession {
    const session = this.sessions.get(id);
    if (!session) throw RequestError.sessionNotFound(id);
    return session;
  }

  private port(sessionId: string, client: AgentContext): ClientPort {
    return new ClientPort(sessionId, client, this.capabilities);
  }
}

async function requireFolder(cwd: string): Promise<void> {
  const info = await stat(cwd).catch(() => undefined);
  if (!info?.isDirectory()) throw new RequestError(-32602, `The session's folder ${cwd} does not exist.`);
}
