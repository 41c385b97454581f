import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

/** Both ends of a connection. */
async function connection(): Promise<[near: Socket, far: Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = await once(server, 'connection');
  server.close();
  return [near, far];
}

describe.runIf(process.platform === 'linux')('a helper that was started while a connection was open', () => {
  it.each(['COPPICE_GIT_HELPER', 'COPPICE_WATCH_HELPER'])('%s does not keep it open', async (program) => {
    const [near, far] = await connection();
    const helper = spawn(process.execPath, [process.env[program] ?? ''], {
      stdio: ['pipe', 'pipe', 'pipe', far],
    });
    try {
      far.destroy();
      near.resume();
      await once(near, 'end');
      expect(helper.exitCode).toBeNull();
    } finally {
      helper.stdin?.end();
      await once(helper, 'exit');
    }
  });
});
