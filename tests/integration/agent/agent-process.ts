import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import {
  type ClientCapabilities,
  type ClientConnection,
  client,
  methods,
  ndJsonStream,
  type PermissionOption,
  type PromptRequest,
  RequestError,
  type RequestPermissionRequest,
  type SessionUpdate,
  type StopReason,
} from '@agentclientprotocol/sdk';

type Update<K extends SessionUpdate['sessionUpdate']> = Extract<SessionUpdate, { sessionUpdate: K }>;

export interface AgentProcessOptions {
  entry: string;
  env?: Record<string, string>;
  capabilities?: ClientCapabilities;
  /** Answers fs/read_text_file and fs/write_text_file; needs the matching capabilities. */
  files?: { read(path: string): string | undefined; write(path: string, content: string): void };
}

/** The agent as a real process, driven through the SDK's client over stdio. */
export class AgentProcess {
  readonly updates: SessionUpdate[] = [];
  readonly permissions: RequestPermissionRequest[] = [];
  /** What the next permission requests are answered with; "hang" leaves them open. */
  answer: PermissionOption['kind'] | 'hang' = 'allow_once';
  stderr = '';
  private waiters: (() => void)[] = [];

  private constructor(
    readonly child: ChildProcess,
    readonly connection: ClientConnection,
  ) {}

  static async start(options: AgentProcessOptions): Promise<AgentProcess> {
    // The tests may themselves run on Electron's Node; the agent then does too.
    const inherited = ['PATH', 'HOME', 'ELECTRON_RUN_AS_NODE'].filter((name) => process.env[name]);
    const env = {
      ...Object.fromEntries(inherited.map((name) => [name, process.env[name]])),
      ...options.env,
    };
    const child = spawn(process.execPath, [options.entry], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const input = Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>;
    const output = Writable.toWeb(child.stdin) as WritableStream<Uint8Array>;
    let agent: AgentProcess | undefined;
    const app = client({ name: 'test' })
      .onNotification(methods.client.session.update, ({ params }) => agent?.received(params.update))
      .onRequest(methods.client.session.requestPermission, ({ params, signal }) =>
        (agent as AgentProcess).permit(params, signal),
      );
    const { files } = options;
    if (files) {
      app.onRequest(methods.client.fs.readTextFile, ({ params }) => {
        const content = files.read(params.path);
        if (content === undefined) throw RequestError.resourceNotFound(params.path);
        return { content };
      });
      app.onRequest(methods.client.fs.writeTextFile, ({ params }) =>
        files.write(params.path, params.content),
      );
    }
    agent = new AgentProcess(child, app.connect(ndJsonStream(output, input)));
    child.stderr.on('data', (chunk: Buffer) => {
      (agent as AgentProcess).stderr += chunk.toString();
    });
    await agent.connection.agent.request(methods.agent.initialize, {
      protocolVersion: 1,
      clientCapabilities: options.capabilities ?? {},
    });
    return agent;
  }

  get rpc() {
    return this.connection.agent;
  }

  async newSession(cwd: string): Promise<string> {
    return (await this.rpc.request(methods.agent.session.new, { cwd, mcpServers: [] })).sessionId;
  }

  async prompt(sessionId: string, text: string): Promise<StopReason> {
    const request: PromptRequest = { sessionId, prompt: [{ type: 'text', text }] };
    return (await this.rpc.request(methods.agent.session.prompt, request)).stopReason;
  }

  cancel(sessionId: string): Promise<void> {
    return this.rpc.notify(methods.agent.session.cancel, { sessionId });
  }

  /** The first update, past or to come, that satisfies the test. */
  async waitFor<T extends SessionUpdate>(test: (update: SessionUpdate) => update is T): Promise<T>;
  async waitFor(test: (update: SessionUpdate) => boolean): Promise<SessionUpdate>;
  async waitFor(test: (update: SessionUpdate) => boolean): Promise<SessionUpdate> {
    for (;;) {
      const found = this.updates.find(test);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** Resolves once a permission request has come. */
  async waitForPermission(): Promise<RequestPermissionRequest> {
    for (;;) {
      const found = this.permissions.at(-1);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  of<K extends SessionUpdate['sessionUpdate']>(kind: K): Update<K>[] {
    return this.updates.filter((update): update is Update<K> => update.sessionUpdate === kind);
  }

  /** All message text since the start or the last `clear`. */
  get text(): string {
    return this.textOf('agent_message_chunk');
  }

  get thoughts(): string {
    return this.textOf('agent_thought_chunk');
  }

  /** The last known status and content of each tool call, in order of appearance. */
  get calls() {
    const calls = new Map<string, Partial<Update<'tool_call'>>>();
    for (const update of this.updates) {
      if (update.sessionUpdate !== 'tool_call' && update.sessionUpdate !== 'tool_call_update') continue;
      const { sessionUpdate: _, ...patch } = update;
      calls.set(update.toolCallId, { ...calls.get(update.toolCallId), ...(patch as object) });
    }
    return [...calls.values()];
  }

  /** All content of a call as one text. */
  contentOf(index: number): string {
    return JSON.stringify(this.calls.at(index)?.content ?? []);
  }

  clear(): void {
    this.updates.length = 0;
    this.permissions.length = 0;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }

  private received(update: SessionUpdate): void {
    this.updates.push(update);
    this.wake();
  }

  private async permit(params: RequestPermissionRequest, signal: AbortSignal) {
    this.permissions.push(params);
    this.wake();
    if (this.answer === 'hang') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      return { outcome: { outcome: 'cancelled' as const } };
    }
    const option = params.options.find((candidate) => candidate.kind === this.answer);
    if (!option) throw new Error(`${this.answer} was not offered`);
    return { outcome: { outcome: 'selected' as const, optionId: option.optionId } };
  }

  private wake(): void {
    const { waiters } = this;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }

  private textOf(kind: 'agent_message_chunk' | 'agent_thought_chunk'): string {
    return this.of(kind)
      .map((update) => (update.content.type === 'text' ? update.content.text : ''))
      .join('');
  }
}
