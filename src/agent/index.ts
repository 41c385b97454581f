import { Readable, Writable } from 'node:stream';
import { ndJsonStream } from '@agentclientprotocol/sdk';
import { version } from '../../package.json';
import { readAgentConfig } from './agent-config';
import { AgentServer } from './agent-server';
import { killRunningCommands } from './run-command';

/** A prompt may carry images; the host's frames are trusted. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Serves ACP over stdio until stdin closes, the host goes away or a signal comes; then nothing of it is left. */
function main(): void {
  // stdout is the protocol's alone.
  console.log = console.error;
  console.info = console.error;
  console.debug = console.error;

  const server = new AgentServer(readAgentConfig(process.env), version);
  const stop = (code: number) => {
    server.dispose();
    killRunningCommands();
    process.exit(code);
  };
  process.once('exit', killRunningCommands);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop(0));
  process.stdout.on('error', () => stop(0));
  process.on('unhandledRejection', (error) => console.error('Unhandled rejection:', error));

  const output = Writable.toWeb(process.stdout) as WritableStream<Uint8Array>;
  const input = Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>;
  const stream = ndJsonStream(output, input, { maxMessageBytes: MAX_MESSAGE_BYTES });
  const connection = server.createApp().connect(stream);
  void connection.closed.then(() => stop(0));
}

main();
