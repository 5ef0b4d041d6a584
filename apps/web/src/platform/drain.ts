import type { Server } from "node:http";
import type { Socket } from "node:net";

const requestsMs = 10_000;

/** What holds things that must be let go in order; see `ServedApi`. */
interface Held {
  release(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Ends in order on SIGTERM, SIGINT, or when the parent process is gone: no new connections, streams and turns let go,
 * requests answered within 10 s, store closed. Ends at once with code 1 when `patienceMs` is over, or on a failure.
 */
export function drainOnSignal(input: {
  server: Server;
  api: Held;
  patienceMs: number;
  isSupervised: boolean;
}): void {
  const { server, api } = input;
  const traffic = watchTraffic(server);
  let isDraining = false;

  async function drain(): Promise<void> {
    server.close();
    await api.release();
    await traffic.quiet(requestsMs);
    traffic.cut();
    await api.close();
  }

  const begin = () => {
    if (isDraining) return;
    isDraining = true;
    setTimeout(() => process.exit(1), input.patienceMs).unref();
    drain().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", begin).on("SIGINT", begin);
  // The supervisor holds our standard input: its end is the supervisor's.
  if (input.isSupervised) process.stdin.on("end", begin).on("error", begin).resume();
}

/** Knows the requests under way and every connection, those that became sockets of a reloading page too. */
function watchTraffic(server: Server) {
  const sockets = new Set<Socket>();
  let underWay = 0;
  let onQuiet: () => void = () => undefined;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (_, response) => {
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
      if (underWay === 0) onQuiet();
    });
  });
  return {
    /** Resolves when no request is under way, or `patienceMs` is over. */
    quiet: (patienceMs: number) =>
      new Promise<void>((resolve) => {
        if (underWay === 0) return resolve();
        onQuiet = resolve;
        setTimeout(resolve, patienceMs).unref();
      }),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
