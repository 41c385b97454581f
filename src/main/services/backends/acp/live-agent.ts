import { methods, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';
import type { AgentDefinition } from '../../../../shared/domain/agent';
import { AppError } from '../../../../shared/errors';
import type { BackendExit } from '../../agent-backend';
import { withDeadline } from '../../deadline';
import type { Log } from '../../log';
import { toAgentError, toStartError } from './agent-errors';
import type { AgentProcess } from './agent-process';
import type { AcpConnection } from './connection';
import type { Deadlines } from './deadlines';
import { type Json, recordOf } from './json';
import type { PromptAbilities } from './map-content';

const LATE = Symbol('late');
/** How long output of an agent that is gone may still come, held open by something that left its group. */
const DRAIN_MS = 500;

/** A running agent program and the connection to it. */
export class LiveAgent {
  /** Resolves when the program is gone and all it said has been handled. Never rejects. */
  readonly exited: Promise<BackendExit>;
  /** What it answered to `initialize`. */
  #info: Json = {};

  constructor(
    readonly agent: AgentDefinition,
    readonly process: AgentProcess,
    readonly connection: AcpConnection,
    readonly deadlines: Deadlines,
    log: Log,
  ) {
    this.exited = this.#watch(log);
  }

  get authMethods(): unknown {
    return this.#info.authMethods;
  }

  get capabilities(): Json {
    return recordOf(this.#info.agentCapabilities);
  }

  /** True when it takes prompts into a running turn, by an extension of the protocol. */
  get isSteerable(): boolean {
    return recordOf(recordOf(this.#info._meta).steering).supported === true;
  }

  get promptAbilities(): PromptAbilities {
    const { image, audio, embeddedContext } = recordOf(this.capabilities.promptCapabilities);
    return { image: image === true, audio: audio === true, embeddedContext: embeddedContext === true };
  }

  /** True for what the agent lists in `sessionCapabilities`: any object counts as yes. */
  can(ability: string): boolean {
    const value = recordOf(this.capabilities.sessionCapabilities)[ability];
    return value !== undefined && value !== null && value !== false;
  }

  /** The protocol's first exchange. Throws AppError `agent.protocol` for a version we do not speak. */
  async initialize(clientInfo: { name: string; title?: string; version: string }): Promise<void> {
    const answer = await this.ask(
      methods.agent.initialize,
      {
        protocolVersion: PROTOCOL_VERSION,
        clientInfo,
        clientCapabilities: {
          fs: { readTextFile: true, writeTextFile: true },
          terminal: true,
          session: { configOptions: { boolean: {} }, notices: {}, compaction: {} },
        },
      },
      this.deadlines.initialize,
    ).catch((error) => {
      throw this.#refusal(error, 'agent.protocol', `${this.agent.name} refused to start.`);
    });
    this.#info = recordOf(answer);
    const { protocolVersion } = this.#info;
    if (protocolVersion === PROTOCOL_VERSION) return;
    throw new AppError(
      'agent.protocol',
      `${this.agent.name} speaks version ${String(protocolVersion)} of the Agent Client Protocol, not version ${PROTOCOL_VERSION}.`,
      'Install a version of it that speaks version 1.',
    );
  }

  /**
   * A request during the start, with a deadline. Throws `RequestError` when refused, and AppError
   * `agent.start-failed` when the agent ends or stays silent.
   */
  async ask(method: string, params: unknown, deadline: number): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await withDeadline(this.connection.request(method, params), deadline, LATE);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw toStartError(this.agent, await this.end());
    }
    if (answer !== LATE) return answer;
    throw new AppError(
      'agent.start-failed',
      `${this.agent.name} did not answer “${method}” within ${Math.round(deadline / 1000)} seconds.`,
      'Try again; if it stays silent, try it in a terminal.',
    );
  }

  /** A refused request as an AppError; other errors as they are. */
  refusal(error: unknown, message: string): unknown {
    return this.#refusal(error, 'agent.start-failed', message);
  }

  /** Closes its input, waits, and kills its process group. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.process.group.child.stdin.end();
    const gone = await withDeadline(this.process.exited, this.deadlines.close, undefined);
    if (!gone) this.process.group.kill('SIGKILL');
    await this.exited;
  }

  #refusal(error: unknown, code: 'agent.protocol' | 'agent.start-failed', message: string): unknown {
    if (!(error instanceof RequestError)) return error;
    return toAgentError(this.agent, error, code, message, this.authMethods);
  }

  /** Waits for its end after the connection failed, and forces it when the program lives on. */
  async end(): Promise<BackendExit> {
    const exit = await withDeadline(this.exited, this.deadlines.close, undefined);
    if (exit) return exit;
    this.process.group.kill('SIGKILL');
    return this.exited;
  }

  async #watch(log: Log): Promise<BackendExit> {
    const { process, connection } = this;
    // An agent whose output has ended can never answer again, even if it lives on.
    void connection.ended.then(async () => {
      const exit = await withDeadline(process.exited, this.deadlines.close, undefined);
      if (!exit) process.group.kill('SIGKILL');
    });
    const exit = await process.exited;
    await withDeadline(connection.ended, DRAIN_MS, undefined);
    process.group.child.stdout.destroy();
    process.group.child.stdin.destroy();
    connection.close();
    log.info('agent ended', { agent: this.agent.id, code: exit.code, signal: exit.signal });
    return exit;
  }
}
