import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { ConfigurationError, reachableHost } from "@second/contracts/configuration";
import { readConfig, type WorkerConfig } from "./config.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { createLog, type Log } from "./log.ts";
import { openWorker, type Worker } from "./open-worker.ts";

async function main(): Promise<void> {
  const config = readConfig();
  if (process.argv.includes("check")) return;
  const log = createLog(config.logLevel);
  const worker = await openWorker(config, log);
  process.on("exit", worker.kill);
  const { server, port } = await listen(worker, config);
  const heartbeat = startHeartbeat({
    webUrl: config.webUrl,
    token: config.internalTokens[0] ?? "",
    workerId: config.workerId,
    advertiseUrl: config.advertiseUrl ?? `http://${reachableHost(config.host)}:${port}`,
    turnsMax: config.turnsMax,
    turnsRunning: worker.turnsRunning,
    directory: config.dataDirectory,
    log,
  });
  log.info("worker.ready", { port, durationMs: Math.round(process.uptime() * 1000) });
  endOnSignal({ config, worker, server, log, stopHeartbeat: heartbeat.stop });
  void worker.warm();
}

function listen(worker: Worker, { host, port }: WorkerConfig): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: worker.app.fetch, hostname: host, port }, (address) =>
      // `serve` makes a plain HTTP server unless it is told otherwise.
      resolve({ server: server as Server, port: address.port }),
    );
    server.on("error", reject);
  });
}

/** Drains on the first signal, or when the supervisor is gone; a second signal ends at once [OPS-6]. */
function endOnSignal(parts: {
  config: WorkerConfig;
  worker: Worker;
  server: Server;
  log: Log;
  stopHeartbeat: () => void;
}): void {
  const { config, worker, server, log } = parts;
  let isDraining = false;
  async function drain(): Promise<void> {
    if (isDraining) process.exit(1);
    isDraining = true;
    log.info("worker.draining", { turns: worker.turnsRunning() });
    const patienceMs = config.shutdownSeconds * 1000;
    setTimeout(() => process.exit(1), patienceMs).unref();
    await worker.drain(patienceMs - 2_000);
    parts.stopHeartbeat();
    server.close();
    server.closeAllConnections();
    await worker.close();
    process.exit(0);
  }
  const begin = () => {
    drain().catch((error: unknown) => {
      log.error("worker.drain_failed", { error });
      process.exit(1);
    });
  };
  process.on("SIGTERM", begin);
  process.on("SIGINT", begin);
  if (config.isSupervised) {
    const lost = () => {
      if (!isDraining) begin();
    };
    process.stdin.on("end", lost).on("error", lost);
    process.stdin.resume();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
}
