import { mkdir } from "node:fs/promises";
import { freemem, totalmem } from "node:os";
import { join } from "node:path";
import { createClaudeAgent, preloadClaude } from "@second/agents/claude";
import { createDemoModel } from "@second/demo-model";
import type { Hono } from "hono";
import { openBlobCache } from "./blobs/index.ts";
import { createBroker } from "./broker/index.ts";
import { createBuilds } from "./builds/index.ts";
import type { WorkerConfig } from "./config.ts";
import { dependencySetsDirectory, openDependencySets } from "./dependencies/index.ts";
import { createDetection } from "./detection/index.ts";
import { createGateway, type ModelCredentials, readSignIn } from "./gateway/index.ts";
import type { Log } from "./log.ts";
import { createPlaces, openOwnFolder } from "./runtime/index.ts";
import { createSandbox } from "./sandbox/index.ts";
import { createWorkerApp } from "./server.ts";
import { createTurns } from "./turns/index.ts";
import { openWorkspaces, templateDirectory } from "./workspaces/index.ts";

/** A worker put together, before it listens. */
export interface Worker {
  app: Hono;
  turnsRunning: () => number;
  /** Gets the template built and the runtimes found, so that the first turn need not wait. Never rejects. */
  warm(): Promise<void>;
  /** Takes no more work, checkpoints what runs, and lets web fetch it; at most `patienceMs`. */
  drain(patienceMs: number): Promise<void>;
  /** Ends all processes and removes what they needed. */
  close(): Promise<void>;
  /** Ends all processes at once. */
  kill(): void;
}

const memoryBytesMin = 512 * 1024 * 1024;
const toolMsMax = 20_000;
const handOverMsMax = 5_000;

/** The composition root: the only place that knows which parts a worker consists of. */
export async function openWorker(config: WorkerConfig, log: Log): Promise<Worker> {
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  const [sandbox, blobs, dependencies, homes, sockets, spilled] = await Promise.all([
    createSandbox({ mode: config.sandbox, searchPath: config.searchPath }),
    openBlobCache({ directory: join(config.dataDirectory, "cache/blobs") }),
    openDependencySets({
      directory: dependencySetsDirectory(config.dataDirectory),
      templateDirectory,
      environment: config.environment,
    }),
    openOwnFolder(join(config.dataDirectory, "run/runtimes")),
    openOwnFolder(join(config.dataDirectory, "run/gateway")),
    openOwnFolder(join(config.dataDirectory, "run/events")),
  ]);
  const workspaces = await openWorkspaces({
    directory: config.workspacesDirectory,
    blobs,
    templateDirectory,
  });
  const builds = createBuilds({ workspaces, dependencies, blobs, sandbox, buildsMax: config.buildsMax });

  const { signInPath } = config;
  const credentials: ModelCredentials = {
    apiKey: config.anthropicApiKey,
    signIn: async () => (signInPath === null ? null : readSignIn(signInPath)),
  };
  const demo = createDemoModel({ pace: config.demoPace });
  const gateway = createGateway({
    ...{ upstream: config.anthropicUrl, credentials, demo },
    socketsDirectory: sockets.path,
  });
  const { claudePath: explicitPath, searchPath } = config;
  const detection = createDetection({ explicitPath, searchPath, credentials });
  const places = createPlaces({
    ...{ sandbox, gateway, programPath: detection.programPath },
    homesDirectory: homes.path,
  });
  const agent = createClaudeAgent({
    detect: detection.runtimes,
    warm: {
      isMemoryLow: () => freemem() < Math.min(memoryBytesMin, totalmem() / 8),
      onLeftover: (error) => log.warn("runtime.not_removed", { error }),
    },
  });
  const platform = createBroker({ webUrl: config.webUrl });
  const turns = createTurns({
    ...{ agent, platform, workspaces, builds, places, log },
    eventsDirectory: spilled.path,
    turnsMax: config.turnsMax,
    requireRuntime: detection.require,
    tokensOf: gateway.takeTokens,
  });

  let isReady = true;
  const app = createWorkerApp({
    ...{ turns, workspaces, builds, blobs, detection, sandbox, log },
    tokens: config.internalTokens,
    isReady: () => isReady,
  });
  const { kind, reason } = sandbox.report();
  log.info("sandbox.found", { kind, reason });

  return {
    app,
    turnsRunning: () => turns.running,
    async warm() {
      try {
        const [build] = await Promise.all([builds.warm(), detection.runtimes(), preloadClaude()]);
        log.info("worker.warm", { build: build.status, durationMs: build.durationMs });
      } catch (error) {
        log.warn("worker.warm_failed", { error });
      }
    },
    async drain(patienceMs) {
      isReady = false;
      const deadline = Date.now() + patienceMs;
      await turns.drain(Math.min(toolMsMax, patienceMs));
      await turns.handedOver(Math.min(handOverMsMax, Math.max(0, deadline - Date.now())));
    },
    async close() {
      turns.close();
      await agent.close();
      await gateway.close();
      sandbox.close();
      await homes.close();
      await sockets.close();
      await spilled.close();
    },
    kill: () => sandbox.close(),
  };
}
