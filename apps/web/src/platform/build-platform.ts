import { join } from "node:path";
import { openMemoryBus } from "@second/bus/memory";
import { hmacKeys, type Platform, storedCollections } from "@second/domain";
import type { Blobs, Database } from "@second/store";
import type { WebConfig } from "../config.ts";
import { httpWorkerClient } from "./http-worker-client.ts";
import { createIds } from "./ids.ts";
import { createLog } from "./log.ts";

/** Builds the services once. The only place of this process that knows drivers. */
export async function buildPlatform(config: WebConfig, version: string): Promise<Platform> {
  const { database, blobs } = await openStore(config);
  await database.prepare(storedCollections);
  return {
    db: database,
    blobs,
    bus: openMemoryBus(),
    workers: httpWorkerClient({
      url: config.workerUrl,
      token: config.internalTokens[0] ?? "",
      now: Date.now,
    }),
    clock: { now: Date.now },
    ids: createIds(),
    keys: hmacKeys(config.sessionSecrets),
    log: createLog(config.logLevel),
    config: {
      authMode: config.authMode,
      insecure: config.insecure,
      publicUrl: config.publicUrl,
      sessionIdleMinutes: config.sessionIdleMinutes,
      sessionMaxMinutes: config.sessionMaxMinutes,
      workspaceCreation: config.workspaceCreation,
      turnStepsMax: config.turnStepsMax,
      turnMinutesMax: config.turnMinutesMax,
      documentsMax: config.documentsMax,
      scopeBytesMax: config.scopeMibMax * 1024 * 1024,
      streamsMax: config.streamsMax,
      version,
    },
  };
}

/** Drivers are loaded only where they are used: a start on SQLite never reads the MongoDB driver. */
async function openStore(config: WebConfig): Promise<{ database: Database; blobs: Blobs }> {
  if (config.mongodbUri === null) {
    const { openSqlite } = await import("@second/store/sqlite");
    return openSqlite({ directory: join(config.dataDirectory) });
  }
  const { openMongo } = await import("@second/store/mongodb");
  return openMongo({ uri: config.mongodbUri });
}
