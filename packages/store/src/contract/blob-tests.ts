import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { blobSizeBytesMax } from "../blobs.ts";
import type { Store } from "./describe-database.ts";

const nameOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const unknown = "0".repeat(64);

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
    const { blobs } = store();
    const bytes = randomBytes(blobSizeBytesMax);
    await blobs.put(nameOf(bytes), bytes);
    const found = await blobs.get(nameOf(bytes));
    expect(found && Buffer.compare(found, bytes)).toBe(0);
    await blobs.remove([nameOf(bytes)]);
    const greater = new Uint8Array(blobSizeBytesMax + 1);
    await expect(blobs.put(nameOf(greater), greater)).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("refuses bytes that do not match their name, and names that are none", async () => {
    const { blobs } = store();
    await expect(blobs.put(unknown, randomBytes(3))).rejects.toMatchObject({ code: "store.misuse" });
    await expect(blobs.put("../escape", randomBytes(3))).rejects.toMatchObject({ code: "store.misuse" });
    expect(await blobs.get("../escape")).toBeNull();
    expect(await blobs.missing([unknown, "../escape"])).toEqual([unknown, "../escape"]);
  });

  it("tells what is missing and removes", async () => {
    const { blobs } = store();
    const [kept, gone] = [randomBytes(10), randomBytes(10)];
    for (const bytes of [kept, gone]) await blobs.put(nameOf(bytes), bytes);
    await blobs.remove([nameOf(gone), unknown]);
    expect(await blobs.missing([nameOf(gone), nameOf(kept), unknown])).toEqual([nameOf(gone), unknown]);
    expect(await blobs.get(nameOf(gone))).toBeNull();
    await blobs.put(nameOf(gone), gone);
    expect(await blobs.missing([nameOf(gone)])).toEqual([]);
    expect(await blobs.missing([])).toEqual([]);
  });
}
