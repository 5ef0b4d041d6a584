import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Loopback {
  /** Another host name than the product's, so that browsers take it for a stranger. */
  url: string;
  /** Method and address of every request that came in. */
  requests: string[];
  close(): Promise<void>;
}

/** A small server of another origin on a free port of this machine. */
export async function openLoopback(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void Promise.resolve(answer(request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
