/**
 * Measures the store on both engines: transactions of three inserts with 16 writers and one follower, then gets.
 * `npm run bench store`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { type Database, defineCollection } from "@second/store";
import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";
import { startOwnMongo } from "../../tools/test-services/start-mongo.ts";
import { percentile } from "./figures.ts";

const writers = 16;
const warmMs = 1_000;
const writeMs = 3_000;
const readMs = 1_000;

interface Entry {
  id: string;
  scope: string;
  at: number;
  data: { name: string; status: string; notes: string };
}

function collection(name: string, feed: "records" | "ids" | "none") {
  const indexes = [{ name: "scope_at", fields: ["scope", "-at"] }];
  return defineCollection<Entry>()({ name, fields: { scope: "string", at: "number" }, indexes, feed });
}

const documents = collection("documents", "none");
const changes = collection("document_changes", "records");
const audit = collection("audit_events", "none");

/** Increasing, as the ids of the product are. */
const idOf = (number: number): string => `ent_${number.toString(32).padStart(26, "0")}`;

async function measureWrites(database: Database) {
  const abort = new AbortController();
  let delivered = 0;
  const following = (async () => {
    for await (const item of database.changes([changes], { signal: abort.signal })) delivered += item.length;
  })();
  const latencies: number[] = [];
  let made = 0;
  const start = performance.now() + warmMs;
  const end = start + writeMs;
  const write = async (_: unknown, writer: number) => {
    while (performance.now() < end) {
      const began = performance.now();
      const data = { name: "Acme", status: "new", notes: "x".repeat(200) };
      const entry = { id: idOf(made), scope: `s${writer % 4}`, at: Date.now(), data };
      made += 1;
      await database.transaction(async (tx) => {
        await tx.insert(documents, entry);
        await tx.insert(changes, entry);
        await tx.insert(audit, entry);
      });
      if (began >= start) latencies.push(performance.now() - began);
      await breathe();
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const count = latencies.length;
  const patience = performance.now() + 5_000;
  while (delivered < made && performance.now() < patience) await breathe();
  abort.abort();
  await following;
  return {
    "transactions/s": Math.round(count / (writeMs / 1_000)),
    p50: `${percentile(latencies, 0.5).toFixed(2)} ms`,
    p95: `${percentile(latencies, 0.95).toFixed(2)} ms`,
    "changes fed": `${delivered} of ${made}`,
  };
}

async function measureReads(database: Database) {
  const rate = async (read: () => Promise<unknown>) => {
    let count = 0;
    const end = performance.now() + readMs;
    while (performance.now() < end) {
      await read();
      count += 1;
    }
    return Math.round(count / (readMs / 1_000));
  };
  const page = { filter: { scope: "s1" }, sort: ["-at"], limit: 50 };
  return {
    "gets/s": await rate(() => database.get(documents, idOf(100))),
    "snapshots/s": await rate(() => database.snapshot((reader) => reader.get(documents, idOf(100)))),
    "pages of 50/s": await rate(() => database.list(documents, page)),
  };
}

async function measure(database: Database): Promise<Record<string, string | number>> {
  await database.prepare([documents, changes, audit]);
  return { ...(await measureWrites(database)), ...(await measureReads(database)) };
}

const directory = await mkdtemp(join(tmpdir(), "second-bench-"));
const sqlite = await openSqlite({ directory });
const onSqlite = await measure(sqlite.database);
await sqlite.database.close();
await rm(directory, { recursive: true, force: true });

const server = await startOwnMongo();
const mongo = await openMongo({ uri: server.uri, database: `second_bench_${process.pid}` });
const onMongo = await measure(mongo.database);
await mongo.database.close();
await server.stop();

console.table({ SQLite: onSqlite, MongoDB: onMongo });
