import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { storedCollections } from "@second/domain";
import type { Database, Page, StoredRecord } from "@second/store";
import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";

/** What an ended product leaves for the search after all journeys. */
export interface Remains {
  /** Lines of its log, and what its processes said. */
  log: string[];
  /** Audit events, without the names that they show. */
  audit: string[];
  /** Every record of its store, by collection. */
  stored: Record<string, string[]>;
  /** What people and agents wrote: messages, documents, source, addresses. */
  words: string[];
  /** Keys that were given to it or that it made. */
  keys: string[];
}

// Playwright empties its output directory when a suite begins.
const directory = fileURLToPath(new URL("../../../test-results/journeys/remains", import.meta.url));

/** Keeps what the search needs of a product that has ended. Its words are read from its own store, whoever wrote them. */
export async function leaveRemains(product: {
  dataDirectory: string;
  environment: Record<string, string>;
  /** What its processes wrote to their standard streams. */
  output: string;
}): Promise<void> {
  const { dataDirectory, environment, output } = product;
  const { database } = environment.MONGODB_URI
    ? await openMongo({ uri: environment.MONGODB_URI })
    : await openSqlite({ directory: dataDirectory });
  try {
    await database.prepare(storedCollections);
    const stored = await readStore(database);
    const remains: Remains = {
      log: [...linesOf(output), ...filesIn(join(dataDirectory, "logs")).flatMap(linesOf)],
      audit: (stored.audit_events ?? []).map(({ display: _, ...event }) => JSON.stringify(event)),
      stored: Object.fromEntries(
        Object.entries(stored).map(([name, records]) => [name, records.map((each) => JSON.stringify(each))]),
      ),
      words: wordsOf(stored),
      keys: [
        ...filesIn(join(dataDirectory, "secrets")).map((text) => text.trim()),
        ...Object.entries(environment).flatMap(([name, value]) =>
          /(?:KEY|SECRET|TOKEN)$/.test(name) ? [value] : [],
        ),
      ],
    };
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${randomUUID()}.json`), JSON.stringify(remains));
  } finally {
    await database.close();
  }
}

/** Of every product of this suite. */
export const readRemains = (): Remains[] => filesIn(directory).map((text) => JSON.parse(text) as Remains); // written above

/** Where words, addresses, keys or tokens of a product stand that must not: one line for each. */
export function leaksOf({ log, audit, stored, words, keys }: Remains): string[] {
  const told = { log: textOf(log), "audit events": textOf(audit) };
  const leaks = Object.entries(told).flatMap(([place, text]) =>
    [...words, ...keys].filter((word) => text.includes(word)).map((word) => `${place}: ${word}`),
  );
  for (const [name, records] of Object.entries(stored)) {
    const text = textOf(records);
    leaks.push(...keys.filter((key) => text.includes(key)).map((key) => `${name}: ${key}`));
  }
  return [...leaks, ...Array.from(told.log.matchAll(token), ([found]) => `log: ${found}`)];
}

/** 256 bits as sessions, invitations and turns have them, or the capability of a preview. */
const token = /(?<![\w-])[\w-]{43}(?![\w-])|\/preview\/pv_[\w.-]+/g;

/** All texts within lines of JSON, and the other lines as they are. */
function textOf(lines: readonly string[]): string {
  return lines
    .map((line) => {
      try {
        return stringsIn(JSON.parse(line)).join("\n");
      } catch {
        return line;
      }
    })
    .join("\n");
}

type Store = Record<string, (StoredRecord & Record<string, unknown>)[]>;

async function readStore(database: Database): Promise<Store> {
  const store: Store = {};
  for (const collection of storedCollections) {
    const records: StoredRecord[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page<StoredRecord> = await database.list<never>(
        collection,
        cursor === "" ? {} : { cursor },
      );
      records.push(...page.records);
      cursor = page.nextCursor;
    }
    store[collection.name] = records as Store[string]; // records are objects of JSON
  }
  return store;
}

function wordsOf({ users, invitations, messages, documents, document_changes: changes }: Store): string[] {
  const addresses = [...(users ?? []), ...(invitations ?? [])].flatMap(({ email }) => stringsIn(email));
  const said = (messages ?? []).flatMap(({ parts }) =>
    (Array.isArray(parts) ? parts : []).flatMap(({ text, input }) => stringsIn([text, input])),
  );
  const written = [
    ...(documents ?? []).map(({ body }) => body),
    ...(changes ?? []).flatMap(({ before, after }) => [before, after]),
  ].flatMap((body) => (typeof body === "string" ? stringsIn(JSON.parse(body)) : []));
  return [...new Set([...addresses, ...[...said, ...written].flatMap(linesOf).filter(isTelling)])];
}

/** Long enough, and no id or path: found elsewhere it can only have come from there. */
const isTelling = (line: string) => line.length >= 12 && (/\s/.test(line) || line.includes("canary"));

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const filesIn = (path: string): string[] =>
  existsSync(path) ? readdirSync(path).map((name) => readFileSync(join(path, name), "utf8")) : [];
