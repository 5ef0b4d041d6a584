import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { blobSizeBytesMax } from "../blobs.ts";
import type { Store } from "./describe-database.ts";

const nameOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const unknown = "0".repeat(64);
const hourMs = 60 * 60 * 1000;

export function blobTests(store: Store): void {
  it("[BLOB-1] has a blob as soon as its put resolves, however often it is put", async () => {
    const { blobs } = store();
    for (const bytes of [new Uint8Array(), randomBytes(1), randomBytes(70_000)]) {
      const name = nameOf(bytes);
      await Promise.all([blobs.put(name, bytes), blobs.put(name, bytes)]);
      await blobs.put(name, bytes);
      const found = await blobs.get(name);
      expect(found && Buffer.compare(found, bytes)).toBe(0);
    }
    expect(await blobs.get(unknown)).toBeNull();
  });

  it("keeps a blob of the greatest size and refuses a greater one", async () => {
    const { blobs, pass, now } = store();
    const bytes = randomBytes(blobSizeBytesMax);
    await blobs.put(nameOf(bytes), bytes);
    const found = await blobs.get(nameOf(bytes));
    expect(found && Buffer.compare(found, bytes)).toBe(0);
    pass(2 * hourMs);
    expect(await blobs.sweep([nameOf(bytes)], now())).toEqual([nameOf(bytes)]);
    expect(await blobs.get(nameOf(bytes))).toBeNull();
    const greater = new Uint8Array(blobSizeBytesMax + 1);
    await expect(blobs.put(nameOf(greater), greater)).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("refuses bytes that do not match their name, and names that are none", async () => {
    const { blobs } = store();
    await expect(blobs.put(unknown, randomBytes(3))).rejects.toMatchObject({ code: "store.misuse" });
    await expect(blobs.put("../escape", randomBytes(3))).rejects.toMatchObject({ code: "store.misuse" });
    expect(await blobs.get("../escape")).toBeNull();
    expect(await blobs.claim([unknown, "../escape"])).toEqual([unknown, "../escape"]);
    expect(await blobs.sweep(["../escape"], Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it("[BLOB-2] sweeps what nobody used for a while, and keeps what was put or claimed again", async () => {
    const { blobs, pass, now } = store();
    const [unused, claimed, again] = [randomBytes(10), randomBytes(10), randomBytes(10)];
    const names = [unused, claimed, again].map(nameOf);
    for (const bytes of [unused, claimed, again]) await blobs.put(nameOf(bytes), bytes);
    pass(3 * hourMs);
    const since = now() - hourMs;
    expect(await blobs.claim([nameOf(claimed), unknown])).toEqual([unknown]);
    await blobs.put(nameOf(again), again);
    expect(await blobs.sweep([...names, unknown], since)).toEqual([nameOf(unused), unknown]);
    expect(await blobs.claim(names)).toEqual([nameOf(unused)]);
    expect(await blobs.get(nameOf(unused))).toBeNull();
    await blobs.put(nameOf(unused), unused);
    expect(await blobs.sweep(names, since)).toEqual([]);
    expect(await blobs.claim([...names])).toEqual([]);
    expect(await blobs.claim([])).toEqual([]);
  });

  it("[BLOB-2] never loses a blob that is put or claimed while it is swept", async () => {
    const { blobs, pass, now } = store();
    for (let round = 0; round < 12; round += 1) {
      const bytes = randomBytes(64);
      const name = nameOf(bytes);
      await blobs.put(name, bytes);
      pass(3 * hourMs);
      const use = async () => {
        if ((await blobs.claim([name])).length > 0) await blobs.put(name, bytes);
      };
      const sweep = () => blobs.sweep([name], now() - hourMs);
      await Promise.all(
        round % 2 === 0 ? [sweep(), use(), sweep(), use()] : [use(), sweep(), use(), sweep()],
      );
      const found = await blobs.get(name);
      expect(found && Buffer.compare(found, bytes)).toBe(0);
    }
  });

  it("lists what is stored in order, page by page", async () => {
    const { blobs } = store();
    const many = Array.from({ length: 30 }, () => randomBytes(8));
    for (const bytes of many) await blobs.put(nameOf(bytes), bytes);
    const listed: string[] = [];
    for (;;) {
      const page = await blobs.list({ after: listed.at(-1) ?? "", limit: 7 });
      listed.push(...page);
      expect(page.length).toBeLessThanOrEqual(7);
      if (page.length === 0) break;
    }
    expect(listed).toEqual([...new Set(listed)].sort());
    expect(listed).toEqual(expect.arrayContaining(many.map(nameOf)));
  });
}
