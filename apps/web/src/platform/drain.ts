import type { Server } from "node:http";
import type { ServedApi } from "./serve-api.ts";

const requestsMs = 10_000;

/**
 * Ends in order on SIGTERM, SIGINT, or when the parent process is gone: no new connections, streams closed, requests
 * finished within 10 s, turns let go, store closed.
 */
export function drainOnSignal(input: {
  server: Server;
  api: ServedApi;
  patienceMs: number;
  isSupervised: boolean;
}): void {
  const { server, api } = input;
  let draining = false;

  async function drain(): Promise<void> {
    if (draining) return;
    draining = true;
    const killer = setTimeout(() => process.exit(1), input.patienceMs);
    killer.unref();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const patience = setTimeout(() => server.closeAllConnections(), requestsMs);
    await api.drain();
    server.closeAllConnections();
    await closed;
    clearTimeout(patience);
    process.exit(0);
  }

  process.on("SIGTERM", () => void drain());
  process.on("SIGINT", () => void drain());
  // The supervisor holds our standard input: its end is the supervisor's.
  if (input.isSupervised) {
    process.stdin.on("end", () => void drain()).on("error", () => void drain());
    process.stdin.resume();
  }
}
