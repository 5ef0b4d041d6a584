import { createHash } from "node:crypto";
import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mongoForTests } from "../../../../tools/test-services/mongo.ts";
import { openWorld, type World } from "../data/testing/world.ts";
import { messagesCollection, treesCollection, turnProgressCollection } from "../runs/collections.ts";
import { packParts } from "../runs/message-parts.ts";
import { versionFilesCollection } from "../versions/collections.ts";
import { blobMarksCollection } from "./collections.ts";
import { sweepBlobs } from "./sweep-blobs.ts";
import { createUpkeep } from "./upkeep.ts";

const engines = [
  { engine: "sqlite", open: (now: () => number) => openSqlite({ temporary: true, now }), sequences: 60 },
  { engine: "mongodb", open: (now: () => number) => openMongo({ ...mongoForTests(), now }), sequences: 12 },
];
const hourMs = 60 * 60 * 1000;
const bytesOf = (text: string) => Buffer.from(text);
const nameOf = (text: string) => createHash("sha256").update(text).digest("hex");
const treeOf = (text: string) => ({ "a.ts": { sha256: nameOf(text), sizeBytes: text.length } });

describe.each(engines)("blobs on $engine", ({ open, sequences }) => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({}, open);
  });
  afterEach(() => world.close());

  const put = (text: string) => world.platform.blobs.put(nameOf(text), bytesOf(text));
  const isStored = async (text: string) => (await world.platform.blobs.get(nameOf(text))) !== null;
  const look = () => createUpkeep(world.platform, [sweepBlobs]).look();
  const nameIn = (id: string, text: string) =>
    world.platform.db.transaction(async (tx) => {
      const files = { id, workspaceId: "ws", appId: "app", source: treeOf(text), artifact: {} };
      if (!(await tx.replace(versionFilesCollection, files))) await tx.insert(versionFilesCollection, files);
    });
  const unname = (id: string) => world.platform.db.transaction((tx) => tx.delete(versionFilesCollection, id));

  it("[BLOB-2] go a day after their last name went, wherever it was, and not before", async () => {
    const { db, blobs } = world.platform;
    const long = (letter: string) => [{ type: "text", text: letter.repeat(70_000) }];
    for (const text of ["source", "artifact", "tree", "orphan"]) await put(text);
    const [message, progress] = [await packParts(blobs, long("m")), await packParts(blobs, long("p"))];
    const place = { workspaceId: "ws", appId: "app" };
    await db.transaction(async (tx) => {
      const files = { source: treeOf("source"), artifact: treeOf("artifact") };
      await tx.insert(versionFilesCollection, { id: "v", ...place, ...files });
      await tx.insert(treesCollection, { id: "t", workspaceId: "ws", tree: treeOf("tree"), hash: "" });
      await tx.insert(messagesCollection, {
        ...{ id: "m", ...place, runId: "r", turnId: "t", order: "1", role: "assistant", metadata: {} },
        parts: message,
        hasBlobs: true,
      });
      await tx.insert(turnProgressCollection, {
        ...{
          id: "p",
          workspaceId: "ws",
          attempt: 1,
          dispatch: 1,
          number: 1,
          usage: null,
          filesChanged: false,
        },
        open: { part: null, calls: [] },
        parts: progress,
      });
    });
    const named = [...["source", "artifact", "tree"].map(nameOf), String(message[0]?.sha256)];
    named.push(String(progress[0]?.sha256));
    for (let hours = 0; hours < 60; hours += 6) {
      await look();
      expect(await isStored("orphan")).toBe(hours <= 24);
      world.pass(6 * hourMs);
    }
    expect(await blobs.claim(named)).toEqual([]);
    await db.transaction(async (tx) => {
      await tx.delete(versionFilesCollection, "v");
      await tx.delete(treesCollection, "t");
      await tx.delete(messagesCollection, "m");
      await tx.delete(turnProgressCollection, "p");
    });
    await look();
    world.pass(23 * hourMs);
    await look();
    for (const name of named) expect(await blobs.get(name)).not.toBeNull();
    world.pass(3 * hourMs);
    await look();
    expect(await blobs.claim(named)).toEqual(named);
    expect(await db.count(blobMarksCollection)).toBe(0);
  });

  it("[BLOB-2] stay when they are named again just before they would go", async () => {
    await put("again");
    await look();
    world.pass(25 * hourMs);
    await nameIn("v", "again");
    await look();
    expect(await isStored("again")).toBe(true);
    await unname("v");
    await look();
    world.pass(20 * hourMs);
    await look();
    expect(await isStored("again")).toBe(true);
  });

  it("[BLOB-2] are never lost while they are named, whatever is named, forgotten and swept at once", {
    timeout: 120_000,
  }, async () => {
    const texts = ["one", "two", "three"];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
        const named = new Map<string, string>();
        const begun = new Map<string, { text: string; at: number }>();
        const begin = async (place: string, text: string) => {
          if ((await world.platform.blobs.claim([nameOf(text)])).length > 0) await put(text);
          begun.set(place, { text, at: world.platform.clock.now() });
        };
        /** A transaction that names what was stored just before. */
        const commit = async (place: string) => {
          const one = begun.get(place);
          begun.delete(place);
          if (!one || world.platform.clock.now() - one.at > hourMs) return;
          await nameIn(place, one.text);
          named.set(place, one.text);
        };
        for (const { act, place, text, hours } of steps) {
          const what = texts[text] ?? "one";
          if (act === "begin") await begin(place, what);
          else if (act === "commit") await commit(place);
          else if (act === "name-while-sweeping")
            await Promise.all([look(), begin(place, what).then(() => commit(place))]);
          else if (act === "forget") {
            await unname(place);
            named.delete(place);
          } else {
            world.pass(hours * hourMs);
            await look();
          }
          for (const each of named.values()) expect(await isStored(each)).toBe(true);
        }
        for (const place of ["a", "b"]) await unname(place);
        for (let rounds = 0; rounds < 3; rounds += 1) {
          await look();
          world.pass(26 * hourMs);
        }
        for (const each of texts) expect(await isStored(each)).toBe(false);
      }),
      { numRuns: sequences, seed: 2 },
    );
  });
});

const step = fc.record({
  act: fc.constantFrom("begin", "commit", "name-while-sweeping", "forget", "pass", "pass"),
  place: fc.constantFrom("a", "b"),
  text: fc.nat(2),
  hours: fc.constantFrom(0, 1, 5, 23, 25, 30),
});
