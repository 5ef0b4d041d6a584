import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBlobCache, sha256Of } from "./index.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "second-blobs-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const bytesOf = (text: string) => new TextEncoder().encode(text);
const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256);

describe("blob cache", () => {
  it("gives back exactly what was put, also after it is opened again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const sha256 = sha256Of(bytes);
        await (await openBlobCache({ directory })).put(sha256, bytes);
        const again = await openBlobCache({ directory });
        expect(again.has(sha256)).toBe(true);
        expect(Buffer.from((await again.get(sha256)) ?? "none")).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 20 },
    );
  });

  it("refuses bytes that do not match their name, and keeps nothing of them", async () => {
    const blobs = await openBlobCache({ directory });
    const sha256 = sha256Of(bytesOf("one"));
    await expect(blobs.put(sha256, bytesOf("two"))).rejects.toMatchObject({ code: "request.invalid" });
    await expect(blobs.put("../../etc/passwd", bytesOf("two"))).rejects.toMatchObject({
      code: "request.invalid",
    });
    expect(await blobs.get(sha256)).toBeNull();
    expect(await readdir(directory)).toEqual([]);
  });

  it("refuses more than 32 MB", async () => {
    const blobs = await openBlobCache({ directory });
    const bytes = new Uint8Array(32 * 1024 * 1024 + 1);
    await expect(blobs.put(sha256Of(bytes), bytes)).rejects.toMatchObject({ code: "request.too_large" });
  });

  it("names what is missing once", async () => {
    const blobs = await openBlobCache({ directory });
    const [here, absent] = [sha256Of(bytesOf("here")), sha256Of(bytesOf("absent"))];
    await blobs.put(here, bytesOf("here"));
    expect(blobs.missing([absent, here, absent])).toEqual([absent]);
  });

  it("treats a damaged or vanished file as a miss and forgets it", async () => {
    const blobs = await openBlobCache({ directory });
    const sha256 = sha256Of(bytesOf("whole"));
    await blobs.put(sha256, bytesOf("whole"));
    await writeFile(pathOf(sha256), "damaged");
    expect(await blobs.get(sha256)).toBeNull();
    expect(blobs.missing([sha256])).toEqual([sha256]);
    await blobs.put(sha256, bytesOf("whole"));
    await rm(pathOf(sha256));
    expect(await blobs.get(sha256)).toBeNull();
  });

  it("drops the least recently used when full, but nothing used within the time to keep", async () => {
    let nowMs = Date.now();
    const bounds = { bytesMax: 100, keepMs: 1_000 };
    const blobs = await openBlobCache({ directory, bounds, now: () => nowMs });
    const put = async (letter: string) => {
      const bytes = bytesOf(letter.repeat(30));
      await blobs.put(sha256Of(bytes), bytes);
      nowMs += 600;
      return sha256Of(bytes);
    };
    const [a, b, c] = [await put("a"), await put("b"), await put("c")];
    blobs.has(a);
    nowMs += 600;
    const d = await put("d");
    expect(blobs.missing([a, b, c, d])).toEqual([b, c]);
    expect(await readdir(join(directory, a.slice(0, 2)))).toContain(a);

    const strict = await openBlobCache({ directory, bounds: { bytesMax: 10, keepMs: 60_000 } });
    await strict.put(sha256Of(bytesOf("new")), bytesOf("new"));
    expect(strict.missing([sha256Of(bytesOf("new"))])).toEqual([]);
  });

  it("removes what a kill left unfinished", async () => {
    const sha256 = sha256Of(bytesOf("x"));
    const shelf = join(directory, sha256.slice(0, 2));
    await mkdir(shelf, { recursive: true });
    await writeFile(join(shelf, `${sha256}.unfinished`), "half");
    await openBlobCache({ directory });
    expect(await readdir(shelf)).toEqual([]);
  });
});
