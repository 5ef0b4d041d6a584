import { randomBytes } from "node:crypto";
import { openMemoryBus } from "@second/bus/memory";
import { type DomainConfig, hmacKeys, type Platform, storedCollections } from "@second/domain";
import { openSqlite } from "@second/store/sqlite";
import { type FakeWorkers, fakeWorkers } from "./fake-workers.ts";

export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

/** A clock that stands still until told. */
function testClock(startMs = Date.parse("2026-11-24T12:00:00.000Z")): TestClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

export interface LogLine {
  level: "info" | "warn" | "error";
  event: string;
  fields: Record<string, unknown>;
}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

function encode(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let place = 0; place < length; place += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export interface TestPlatform {
  platform: Platform;
  clock: TestClock;
  workers: FakeWorkers;
  log: LogLine[];
  close(): Promise<void>;
}

/** A platform on a temporary SQLite store and the in-process bus, with a clock and a worker of the test's own. */
export async function openTestPlatform(config: Partial<DomainConfig> = {}): Promise<TestPlatform> {
  const clock = testClock();
  const workers = fakeWorkers();
  const log: LogLine[] = [];
  const write = (level: LogLine["level"]) => (event: string, fields?: Record<string, unknown>) => {
    log.push({ level, event, fields: fields ?? {} });
  };
  const { database, blobs } = await openSqlite({ temporary: true });
  await database.prepare(storedCollections);
  const bus = openMemoryBus({ clock });
  let counter = 0;
  const platform: Platform = {
    db: database,
    bus,
    blobs,
    workers,
    clock,
    ids: {
      ulid: () => {
        counter += 1;
        return encode(clock.now(), 10) + encode(counter, 16);
      },
      bytes: (count) => randomBytes(count),
    },
    keys: hmacKeys([randomBytes(32)]),
    log: { info: write("info"), warn: write("warn"), error: write("error") },
    config: {
      authMode: "none",
      insecure: false,
      publicUrl: "http://localhost:3000",
      sessionIdleMinutes: 30 * 24 * 60,
      sessionMaxMinutes: 90 * 24 * 60,
      workspaceCreation: "anyone",
      turnStepsMax: 500,
      turnMinutesMax: 60,
      documentsMax: 200_000,
      scopeBytesMax: 1024 ** 3,
      streamsMax: 2000,
      version: "0.0.0-test",
      ...config,
    },
  };
  return {
    platform,
    clock,
    workers,
    log,
    async close() {
      await bus.close();
      await database.close();
    },
  };
}
