import {
  type AgentContext,
  type ClientCapabilities,
  methods,
  type PermissionOption,
  RequestError,
  type SessionUpdate,
  type ToolCallUpdate,
} from '@agentclientprotocol/sdk';
import { AgentError, TurnCancelledError } from './agent-error';

/** The host's file methods for one session. */
export interface ClientFiles {
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Undefined when the host says there is no such file. */
  readTextFile(path: string): Promise<string | undefined>;
  writeTextFile(path: string, content: string): Promise<void>;
}

/** Everything one session of this agent says to its host. */
export class ClientPort implements ClientFiles {
  constructor(
    private readonly sessionId: string,
    private readonly context: AgentContext,
    private readonly capabilities: ClientCapabilities,
  ) {}

  get canRead(): boolean {
    return this.capabilities.fs?.readTextFile === true;
  }

  get canWrite(): boolean {
    return this.capabilities.fs?.writeTextFile === true;
  }

  get showsNotices(): boolean {
    return Boolean(this.capabilities.session?.notices);
  }

  update(update: SessionUpdate): Promise<void> {
    return this.context.notify(methods.client.session.update, { sessionId: this.sessionId, update });
  }

  async readTextFile(path: string): Promise<string | undefined> {
    const { sessionId } = this;
    try {
      return (await this.context.request(methods.client.fs.readTextFile, { sessionId, path })).content;
    } catch (error) {
      // Hosts differ in how they say "no such file"; any refusal to read is taken for that.
      if (error instanceof RequestError) return undefined;
      throw error;
    }
  }

  async writeTextFile(path: string, content: string): Promise<void> {
    const { sessionId } = this;
    try {
      await this.context.request(methods.client.fs.writeTextFile, { sessionId, path, content });
    } catch (error) {
      if (error instanceof RequestError) {
        throw new AgentError(`The app did not write ${path}: ${error.message}`);
      }
      throw error;
    }
  }

  /** The chosen option's id. Throws TurnCancelledError when the user or `signal` cancels instead. */
  async requestPermission(
    toolCall: ToolCallUpdate,
    options: PermissionOption[],
    signal: AbortSignal,
  ): Promise<string> {
    if (signal.aborted) throw new TurnCancelledError();
    try {
      const { outcome } = await this.context.request(
        methods.client.session.requestPermission,
        { sessionId: this.sessionId, toolCall, options },
        { cancellationSignal: signal, stopWaitingOnCancel: true },
      );
      if (outcome.outcome === 'cancelled') throw new TurnCancelledError();
      return outcome.optionId;
    } catch (error) {
      if (signal.aborted) throw new TurnCancelledError();
      throw error;
    }
  }
}
