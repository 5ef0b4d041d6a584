import { createHmac, randomBytes } from "node:crypto";
import { openMemoryBus } from "@second/bus/memory";
import { type AppId, idFrom, type Side, type WorkspaceId } from "@second/contracts";
import { openSqlite } from "@second/store/sqlite";
import { prove, type Scope } from "../../access/access.ts";
import type { Platform } from "../../platform.ts";
import { storedCollections } from "../../stored-collections.ts";
import type { DataActor } from "../actor.ts";
import { closeData } from "../process.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
let made = 0;

/** An id of increasing order, without a clock. */
export function nextUlid(): string {
  const count = (++made).toString(32).padStart(8, "0");
  const body = Array.from(count, (digit) => alphabet[Number.parseInt(digit, 32)]).join("");
  const tail = Array.from(randomBytes(10), (byte) => alphabet[byte & 31]).join("");
  return `01jd0000${body}${tail}`;
}

type Store = Awaited<ReturnType<typeof openSqlite>>;

/** A platform on a real store with a clock that moves by hand, and people and scopes to try it with. */
export async function openWorld(
  config: Partial<Platform["config"]> = {},
  openStore: (now: () => number) => Promise<Store> = (now) => openSqlite({ temporary: true, now }),
) {
  let now = Date.parse("2026-11-24T12:00:00.000Z");
  const { database, blobs } = await openStore(() => now);
  await database.prepare(storedCollections);
  const sign = (purpose: string, text: string) =>
    createHmac("sha256", `test ${purpose}`).update(text).digest();
  const logged: { event: string; fields: unknown }[] = [];
  const log = (event: string, fields?: unknown) => {
    logged.push({ event, fields });
  };
  const platform: Platform = {
    db: database,
    bus: openMemoryBus(),
    blobs,
    // Documents never ask a worker for anything.
    workers: {} as Platform["workers"],
    clock: { now: () => now },
    ids: { ulid: nextUlid, bytes: (count) => randomBytes(count) },
    keys: { sign, verify: (purpose, text, mac) => sign(purpose, text).equals(mac) },
    config: {
      authMode: "none",
      insecure: false,
      publicUrl: "http://localhost:3000",
      sessionIdleMinutes: 60,
      sessionMaxMinutes: 600,
      workspaceCreation: "anyone",
      turnStepsMax: 10,
      turnMinutesMax: 10,
      documentsMax: 200_000,
      scopeBytesMax: 1024 ** 3,
      streamsMax: 2000,
      version: "0.0.0",
      ...config,
    },
    log: { info: log, warn: log, error: log },
  };
  const workspaceId = idFrom("workspace", nextUlid());
  const scope = (side: Side = "draft", appId: AppId = idFrom("app", nextUlid())): Scope =>
    prove<Scope>({ workspaceId, appId, side });
  const person = (name = "Ada"): DataActor => ({
    userId: idFrom("user", nextUlid()),
    userName: name,
    role: "member",
    requestId: "req",
  });
  return {
    platform,
    logged,
    workspaceId: workspaceId as WorkspaceId,
    scope,
    person,
    pass(ms: number) {
      now += ms;
    },
    async close() {
      await closeData(platform);
      await database.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
