import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface QuietServer {
  url: string;
  /** The paths that were asked for. */
  requests: string[];
  close(): void;
}

/** A web server on the loopback interface that nothing in the window should ever reach. */
export async function startQuietServer(): Promise<QuietServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
