import { documentLimits, isDocumentId, problemOf } from "@second/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Scope } from "../access/access.ts";
import { auditCollection } from "../audit/record.ts";
import type { DataActor } from "./actor.ts";
import { dataScopesCollection, documentChangesCollection, documentsCollection } from "./collections.ts";
import { parseDocument } from "./document.ts";
import { listDocuments } from "./list-documents.ts";
import type { WriteOperation } from "./operations.ts";
import { closeData } from "./process.ts";
import { getDocument, listCollections } from "./read.ts";
import { nextUlid, openWorld, type World } from "./testing/world.ts";
import { deleteDocument, insertDocument, replaceDocument, updateDocument, writeBatch } from "./write.ts";

let world: World;
let scope: Scope;
let ada: DataActor;

beforeEach(async () => {
  world = await openWorld({ dataRates: { userReads: { perSecond: 1e6, burst: 1e6 } } });
  scope = world.scope();
  ada = world.person();
});
afterEach(() => world.close());

type Fields = Record<string, unknown>;
const insert = async (fields: Fields, options: { docId?: string; key?: string; collection?: string } = {}) =>
  parseDocument(
    (
      await insertDocument(world.platform, scope, ada, {
        collection: options.collection ?? "leads",
        docId: options.docId,
        fields,
        key: options.key ?? null,
      })
    ).text,
  );
const at = (docId: string, key: string | null = null) => ({ collection: "leads", docId, key });
const update = async (
  docId: string,
  patch: Parameters<typeof updateDocument>[3]["patch"],
  ifVersion?: number,
) =>
  parseDocument((await updateDocument(world.platform, scope, ada, { ...at(docId), patch, ifVersion })).text);
const remove = (docId: string) => deleteDocument(world.platform, scope, ada, at(docId));
const read = async (docId: string) =>
  parseDocument((await getDocument(world.platform, scope, ada, { collection: "leads", docId })).text);
const batch = (operations: WriteOperation[], key: string | null = null) =>
  writeBatch(world.platform, scope, ada, { operations, key });
const changes = async () => (await world.platform.db.list(documentChangesCollection)).records;
const audits = async () => (await world.platform.db.list(auditCollection)).records;
const stored = async () => (await world.platform.db.list(documentsCollection)).records;
const problem = async (work: Promise<unknown>) => {
  const found = problemOf(await work.then(() => null).catch((error: unknown) => error));
  if (found === null) throw new Error("This was expected to fail with a problem.");
  return found;
};
const code = async (work: Promise<unknown>) => (await problem(work)).code;

describe("writing one document", () => {
  it("gives an inserted document its system fields and an id when none is sent", async () => {
    const doc = await insert({ name: "Acme" });
    expect(isDocumentId(doc._id)).toBe(true);
    expect(doc).toEqual({
      _id: doc._id,
      _version: 1,
      _createdAt: "2026-11-24T12:00:00.000Z",
      _updatedAt: "2026-11-24T12:00:00.000Z",
      _createdBy: ada.userId,
      _updatedBy: ada.userId,
      name: "Acme",
    });
    expect(await read(doc._id)).toEqual(doc);
  });

  it("[DATA-9] drops system fields silently, so that an app may send back what it read", async () => {
    const doc = await insert({ name: "Acme", _createdBy: "someone" });
    const sentBack = await update(doc._id, {
      data: { ...doc, _version: 9, name: "Acme Ltd" },
      unset: ["_id"],
      inc: { _version: 5 },
    });
    expect(sentBack).toMatchObject({ _id: doc._id, _version: 2, _createdBy: ada.userId, name: "Acme Ltd" });
  });

  it.each([
    ["a leading dollar sign", { a: { $x: 1 } }, "/data/a/$x"],
    ["a reserved name", JSON.parse('{"a":{"__proto__":1}}'), "/data/a/__proto__"],
    ["a reserved name at the top", JSON.parse('{"__proto__":1}'), "/data/__proto__"],
    ["a name of 129 characters", { ["k".repeat(129)]: 1 }, `/data/${"k".repeat(129)}`],
    ["an infinite number", { a: [JSON.parse("1e999")] }, "/data/a/0"],
    ["half a character", { a: "\ud800" }, "/data/a"],
    ["501 fields", { a: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`k${i}`, i])) }, "/data/a"],
    ["depth 17", JSON.parse(`${'{"a":'.repeat(17)}1${"}".repeat(17)}`), `/data${"/a".repeat(16)}`],
  ])("[DATA-10] refuses %s with a pointer and stores nothing", async (_, fields, pointer) => {
    const refused = await problem(insert(fields as Fields));
    expect(refused.code).toBe("document.invalid");
    expect(refused.details.fields?.map((fault) => fault.pointer)).toContain(pointer);
    expect([await stored(), await changes(), await audits()]).toEqual([[], [], []]);
  });

  it("[DATA-10] measures the size in bytes, of the whole result of a change too", async () => {
    const room = documentLimits.sizeBytesMax - '{"a":""}'.length;
    const doc = await insert({ a: "ü".repeat(room / 2) });
    expect(await code(insert({ a: `${"ü".repeat(room / 2)}x` }))).toBe("document.too_large");
    expect(await code(update(doc._id, { data: { b: 1 } }))).toBe("document.too_large");
    expect((await read(doc._id))._version).toBe(1);
  });

  it("refuses an id of another form when inserting and knows none elsewhere", async () => {
    expect(await code(insert({}, { docId: "short" }))).toBe("document.invalid");
    expect(await code(read("short"))).toBe("resource.not_found");
    expect(await code(remove("short"))).toBe("resource.not_found");
  });

  it("[DATA-16] refuses a taken id, and a replacement without a version", async () => {
    const doc = await insert({});
    expect(await code(insert({}, { docId: doc._id }))).toBe("document.exists");
    const replacement = { ...at(doc._id), fields: { b: 1 } };
    expect(await code(replaceDocument(world.platform, scope, ada, replacement))).toBe(
      "document.version_required",
    );
    const { text } = await replaceDocument(world.platform, scope, ada, { ...replacement, ifVersion: 1 });
    expect(parseDocument(text)).toMatchObject({ _version: 2, b: 1 });
  });

  it("continues versions when a deleted id returns", async () => {
    const docId = nextUlid();
    await insert({ n: 1 }, { docId });
    await update(docId, { data: { n: 2 } });
    await remove(docId);
    expect((await insert({ n: 3 }, { docId }))._version).toBe(4);
  });

  it("[DATA-19] knows nothing that is gone", async () => {
    const doc = await insert({});
    await remove(doc._id);
    expect(await code(remove(doc._id))).toBe("resource.not_found");
    expect(await code(update(doc._id, { data: {} }))).toBe("resource.not_found");
    expect(await code(read(doc._id))).toBe("resource.not_found");
  });
});

describe("patches", () => {
  it("[DATA-14] replaces given fields whole, stores null, removes, and reaches nested fields by dotted names", async () => {
    const doc = await insert({ a: { x: 1, y: 2 }, b: 1, c: 1, d: { e: { f: 1, g: 2 } } });
    const after = await update(doc._id, {
      data: { a: { z: 3 }, b: null, "d.e.f": 9, "new.deep": true },
      unset: ["c", "d.e.g", "none.such"],
    });
    expect(after).toMatchObject({ a: { z: 3 }, b: null, d: { e: { f: 9 } }, new: { deep: true } });
    expect(
      Object.keys(after)
        .filter((name) => !name.startsWith("_"))
        .sort(),
    ).toEqual(["a", "b", "d", "new"]);
    expect(after.d).toEqual({ e: { f: 9 } });
  });

  it("[DATA-14] counts all concurrent inc, push and pull", async () => {
    const doc = await insert({ n: 0, tags: ["old"], deep: { m: 1 } });
    await Promise.all([
      ...Array.from({ length: 20 }, () => update(doc._id, { inc: { n: 1, "deep.m": 2 } })),
      ...Array.from({ length: 10 }, (_, i) => update(doc._id, { push: { tags: i } })),
      update(doc._id, { pull: { tags: "old" } }),
    ]);
    const after = await read(doc._id);
    expect(after).toMatchObject({ n: 20, deep: { m: 41 }, _version: 32 });
    expect((after.tags as number[]).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("starts counters and lists that are not there yet, and pulls by value", async () => {
    const doc = await insert({ list: [{ a: 1, b: 2 }, 3] });
    const after = await update(doc._id, {
      inc: { n: 2 },
      push: { tags: "x" },
      pull: { list: { b: 2, a: 1 }, none: 1 },
    });
    expect(after).toMatchObject({ n: 2, tags: ["x"], list: [3] });
    expect(after).not.toHaveProperty("none");
  });

  it.each([
    ["inc of a text", { inc: { text: 1 } }, "/inc/text"],
    ["push to a number", { push: { n: 1 } }, "/push/n"],
    ["pull from a text", { pull: { text: 1 } }, "/pull/text"],
    ["a way through a number", { data: { "n.x": 1 } }, "/data/n.x"],
    ["an empty part of a name", { data: { "a..b": 1 } }, "/data/a..b"],
    ["a reserved name on the way", { data: { "constructor.x": 1 } }, "/data/constructor.x"],
    ["a bad name inside", { data: { ok: { $no: 1 } } }, "/data/ok/$no"],
  ])("[DATA-10] refuses %s", async (_, patch, pointer) => {
    const doc = await insert({ text: "t", n: 1 });
    const refused = await problem(update(doc._id, patch));
    expect(refused.code).toBe("document.invalid");
    expect(refused.details.fields?.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(await read(doc._id)).toEqual(doc);
  });

  it("[DATA-15] lets concurrent patches of different fields both survive", async () => {
    const doc = await insert({});
    await Promise.all([update(doc._id, { data: { a: 1 } }), update(doc._id, { data: { b: 2 } })]);
    expect(await read(doc._id)).toMatchObject({ a: 1, b: 2, _version: 3 });
  });

  it("[DATA-15] refuses a version that is not the stored one, with the document as it stands", async () => {
    const doc = await insert({ n: 1 });
    const now = await update(doc._id, { data: { n: 2 } }, 1);
    const refused = await problem(update(doc._id, { data: { n: 3 } }, 1));
    expect(refused.code).toBe("document.conflict");
    expect(refused.details.extra).toEqual({ current: now });
    const deletion = deleteDocument(world.platform, scope, ada, { ...at(doc._id), ifVersion: 1 });
    expect(await code(deletion)).toBe("document.conflict");
  });
});

describe("one transaction", () => {
  it("[DATA-13] leaves nothing of a write whose audit event or change record fails", async () => {
    const doc = await insert({ n: 1 });
    const failing = (collection: string): World["platform"] => ({
      ...world.platform,
      db: new Proxy(world.platform.db, {
        get(db, name) {
          if (name !== "transaction") return Reflect.get(db, name).bind(db);
          return (fn: Parameters<typeof db.transaction>[0]) =>
            db.transaction((tx) =>
              fn(
                new Proxy(tx, {
                  get(inner, method) {
                    const real = Reflect.get(inner, method).bind(inner);
                    if (method !== "insert" && method !== "insertMany") return real;
                    return (into: { name: string }, records: unknown) => {
                      if (into.name === collection) throw new Error(`no ${collection}`);
                      return real(into, records);
                    };
                  },
                }),
              ),
            );
        },
      }),
    });
    for (const collection of ["audit_events", "document_changes"]) {
      const attempt = updateDocument(failing(collection), scope, ada, {
        ...at(doc._id),
        patch: { data: { n: 2 } },
      });
      await expect(attempt).rejects.toThrow(`no ${collection}`);
    }
    expect(await read(doc._id)).toEqual(doc);
    expect([(await changes()).length, (await audits()).length]).toEqual([1, 1]);
  });

  it("keeps both images, actor, cause and version in the change record", async () => {
    const doc = await insert({ n: 1 });
    const after = await update(doc._id, { data: { n: 2 } });
    await remove(doc._id);
    const [first, second, third] = await changes();
    expect(first).toMatchObject({
      kind: "insert",
      version: 1,
      before: null,
      actorId: ada.userId,
      cause: "user",
    });
    expect(parseDocument(second?.before ?? "")).toEqual(doc);
    expect(parseDocument(second?.after ?? "")).toEqual(after);
    expect(third).toMatchObject({
      kind: "delete",
      version: 3,
      after: null,
      before: second?.after,
      size: 1,
      index: 0,
    });
  });

  it("[DATA-18] makes all changes of a batch or none, and names the operation that failed", async () => {
    const doc = await insert({ n: 1 });
    const good: WriteOperation[] = [
      { op: "insert", collection: "leads", fields: { n: 2 } },
      { op: "update", collection: "leads", docId: doc._id, patch: { data: { n: 5 } }, ifVersion: 1 },
    ];
    const failed = await problem(batch([...good, { op: "delete", collection: "leads", docId: nextUlid() }]));
    expect(failed.code).toBe("resource.not_found");
    expect(failed.details.extra).toEqual({ index: 2 });
    const tooLarge: WriteOperation = {
      op: "insert",
      collection: "leads",
      fields: { a: "x".repeat(300_000) },
    };
    expect((await problem(batch([...good, tooLarge]))).details.extra).toMatchObject({ index: 2 });
    const taken: WriteOperation = { op: "insert", collection: "leads", docId: doc._id, fields: {} };
    expect((await problem(batch([taken]))).code).toBe("document.exists");
    expect([(await stored()).length, (await changes()).length]).toEqual([1, 1]);

    const results = await batch([
      ...good,
      { op: "delete", collection: "leads", docId: doc._id, ifVersion: 2 },
    ]);
    expect(results.map(({ text }) => text && parseDocument(text).n)).toEqual([2, 5, null]);
    const written = (await changes()).slice(1);
    expect(new Set(written.map((change) => change.txn)).size).toBe(1);
    expect(written.map(({ index, size }) => [index, size])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
  });

  it("refuses a batch of more than 2 MiB", async () => {
    const fields = { a: "x".repeat(200_000) };
    const operations = Array.from(
      { length: 11 },
      (): WriteOperation => ({ op: "insert", collection: "c", fields }),
    );
    expect(await code(batch(operations))).toBe("request.too_large");
  });
});

describe("[DATA-17] idempotency keys", () => {
  it("writes once for concurrent repeats and answers all with its outcome", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => insert({ n: 1 }, { key: "k" })));
    expect(new Set(answers.map((doc) => doc._id)).size).toBe(1);
    expect(await stored()).toHaveLength(1);
    await update(answers[0]?._id ?? "", { data: { n: 2 } });
    expect(await insert({ n: 1 }, { key: "k" })).toEqual(answers[0]);
  });

  it("answers a repeated deletion and a repeated batch as the first time", async () => {
    const doc = await insert({});
    await deleteDocument(world.platform, scope, ada, at(doc._id, "d"));
    await deleteDocument(world.platform, scope, ada, at(doc._id, "d"));
    const operations: WriteOperation[] = [1, 2, 3].map((n) => ({
      op: "insert",
      collection: "leads",
      fields: { n },
    }));
    expect(await batch(operations, "b")).toEqual(await batch(operations, "b"));
    expect(await stored()).toHaveLength(3);
  });

  it("refuses another body under the same key, and keeps users and scopes apart", async () => {
    await insert({ n: 1 }, { key: "k" });
    expect(await code(insert({ n: 2 }, { key: "k" }))).toBe("idempotency.reused");
    expect(await code(insert({}, { key: "x".repeat(129) }))).toBe("request.invalid");
    ada = world.person("Bob");
    await insert({ n: 2 }, { key: "k" });
    scope = world.scope();
    await insert({ n: 3 }, { key: "k" });
  });

  it("lets a refused write be sent again under its key", async () => {
    const docId = nextUlid();
    const first = updateDocument(world.platform, scope, ada, {
      ...at(docId, "k"),
      patch: { data: { n: 1 } },
    });
    expect(await code(first)).toBe("resource.not_found");
    await insert({}, { docId });
    const { version } = await updateDocument(world.platform, scope, ada, {
      ...at(docId, "k"),
      patch: { data: { n: 1 } },
    });
    expect(version).toBe(2);
  });
});

describe("limits of a scope", () => {
  it("[DATA-11] refuses the 101st collection and lets another come when one is empty", async () => {
    const docs: string[] = [];
    for (let n = 0; n < 100; n++) docs.push((await insert({}, { collection: `c${n}` }))._id);
    expect(await code(insert({}, { collection: "more" }))).toBe("data.collection_limit");
    await insert({}, { collection: "c7" });
    await deleteDocument(world.platform, scope, ada, { collection: "c5", docId: docs[5] ?? "", key: null });
    await insert({}, { collection: "more" });
    expect(await code(insert({}, { collection: "c5" }))).toBe("data.collection_limit");
    expect(await listCollections(world.platform, scope, ada)).toHaveLength(100);
  });

  it("refuses a name that differs from a collection's only by case", async () => {
    const doc = await insert({}, { collection: "leads" });
    const refused = await problem(insert({}, { collection: "Leads" }));
    expect(refused.code).toBe("document.invalid");
    expect(refused.details.fields?.[0]?.pointer).toBe("/collection");
    await remove(doc._id);
    await insert({}, { collection: "Leads" });
    expect(await code(insert({}, { collection: "leads" }))).toBe("document.invalid");
    await insert({}, { collection: "constructor" });
  });

  it("refuses more documents or bytes than the operator allows, also by growth", async () => {
    await world.close();
    world = await openWorld({ documentsMax: 2, scopeBytesMax: 1000 });
    const doc = await insert({ a: "x".repeat(100) });
    await insert({});
    expect(await code(insert({}))).toBe("data.storage_full");
    expect(await code(update(doc._id, { data: { a: "x".repeat(1000) } }))).toBe("data.storage_full");
    await remove(doc._id);
    await insert({});
    expect((await read((await stored())[0]?.docId ?? ""))._version).toBe(1);
  });

  it("remembers a scope's size when another process takes over", async () => {
    await world.close();
    world = await openWorld({ scopeBytesMax: 600 });
    await insert({ a: "x".repeat(500) });
    await closeData(world.platform);
    expect(await code(insert({ a: "x".repeat(500) }))).toBe("data.storage_full");
  });

  it("[DATA-12] refuses writes and reads over a rate with the time to wait", async () => {
    await world.close();
    world = await openWorld({
      dataRates: { userWrites: { perSecond: 2, burst: 3 }, userReads: { perSecond: 1, burst: 1 } },
    });
    for (let n = 0; n < 3; n++) await insert({});
    const refused = await problem(insert({}));
    expect(refused.code).toBe("request.rate_limited");
    expect(refused.details.retryAfterSeconds).toBe(1);
    world.pass(500);
    await insert({});
    await listCollections(world.platform, scope, ada);
    expect(await code(listCollections(world.platform, scope, ada))).toBe("request.rate_limited");
    ada = world.person();
    await listCollections(world.platform, scope, ada);
  });

  it("answers a committed write also when its size cannot be noted, and says so in the log", async () => {
    const doc = await insert({ a: "x" });
    await closeData(world.platform);
    const { db } = world.platform;
    const get = db.get.bind(db);
    const failing: typeof db.get = (of, id) =>
      of.name === dataScopesCollection.name ? Promise.reject(new Error("gone")) : get(of, id);
    vi.spyOn(db, "get").mockImplementation(failing);
    await remove(doc._id);
    vi.mocked(db.get).mockRestore();
    expect(await stored()).toEqual([]);
    expect(world.logged.map(({ event }) => event)).toContain("data.size_not_noted");
  });
});

describe("audit", () => {
  it("[DATA-86] tells ids, versions, field names and keyed hashes, and never a value", async () => {
    const canary = "canary-7f3a";
    const doc = await insert({ name: canary, field: 1 });
    await update(doc._id, { data: { name: `${canary}-2` } });
    await problem(update(doc._id, { inc: { name: 1 } }));
    await remove(doc._id);
    const events = await audits();
    expect(events.map((event) => event.eventName)).toEqual([
      "app_data.document.inserted",
      "app_data.document.updated",
      "app_data.document.deleted",
    ]);
    expect(JSON.stringify([events, world.logged])).not.toContain("canary");
    expect(events[1]).toMatchObject({
      appId: scope.appId,
      side: "draft",
      actor: { kind: "user", userId: ada.userId },
      target: { type: "document", id: doc._id },
      metadata: { collection: "leads", version: 2, cause: "user" },
      changes: { changedFields: ["name"], beforeHash: events[0]?.changes?.afterHash },
    });
    expect(events[1]?.changes?.afterHash).toMatch(/^[0-9a-f]{64}$/);
    expect(events[2]?.changes?.beforeHash).toBe(events[1]?.changes?.afterHash);
  });

  it("[DATA-87] writes one event for a batch, with its count and the first 25 ids", async () => {
    await batch(
      Array.from(
        { length: 30 },
        (_, n): WriteOperation => ({ op: "insert", collection: "leads", fields: { n } }),
      ),
    );
    const events = await audits();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      eventName: "app_data.bulk_written",
      metadata: { count: 30, collections: ["leads"], cause: "user" },
    });
    expect(events[0]?.metadata.documentIds).toHaveLength(25);
    expect(await changes()).toHaveLength(30);
  });
});

describe("sides", () => {
  it("[DATA-3] never crosses sides, whatever is written to the draft", async () => {
    const published = world.scope("published", scope.appId);
    const operation = fc.record({
      kind: fc.constantFrom("insert", "update", "delete"),
      collection: fc.constantFrom("leads", "notes"),
      pick: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 8 }), async (operations) => {
        scope = world.scope("draft", published.appId);
        const ids: string[] = [];
        for (const { kind, collection, pick } of operations) {
          const docId = ids[pick % Math.max(1, ids.length)] ?? nextUlid();
          const target = { collection, docId, key: `mark${pick}` };
          if (kind === "insert") ids.push((await insert({ mark: "draft" }, { collection }))._id);
          else if (kind === "update")
            await updateDocument(world.platform, scope, ada, {
              ...target,
              patch: { data: { mark: "draft" } },
            }).catch(() => null);
          else await deleteDocument(world.platform, scope, ada, target).catch(() => null);
        }
        expect(await listCollections(world.platform, published, ada)).toEqual([]);
        for (const collection of ["leads", "notes"]) {
          expect((await listDocuments(world.platform, published, ada, { collection })).texts).toEqual([]);
          for (const docId of ids) {
            expect(await code(getDocument(world.platform, published, ada, { collection, docId }))).toBe(
              "resource.not_found",
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
