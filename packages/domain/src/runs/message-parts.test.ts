import { openSqlite } from "@second/store/sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { blobsOfParts, packParts, unpackParts } from "./message-parts.ts";

let store: Awaited<ReturnType<typeof openSqlite>>;
beforeEach(async () => {
  store = await openSqlite({ temporary: true });
});
afterEach(() => store.database.close());

it("[LOG-5] keeps large parts as blobs and gives them back unchanged", async () => {
  const parts = [
    { type: "text", text: "short" },
    { type: "dynamic-tool", output: "x".repeat(70_000) },
  ];
  const packed = await packParts(store.blobs, parts);
  expect(JSON.stringify(packed).length).toBeLessThan(1000);
  expect(packed[0]).toEqual(parts[0]);
  expect(await unpackParts(store.blobs, packed)).toEqual(parts);
});

it("[LOG-5] leaves a note where a blob is gone", async () => {
  const packed = await packParts(store.blobs, [{ type: "text", text: "x".repeat(70_000) }]);
  await store.blobs.sweep(blobsOfParts(packed), Number.MAX_SAFE_INTEGER);
  expect(await unpackParts(store.blobs, packed)).toEqual([
    { type: "text", text: "(This part is no longer kept.)" },
  ]);
});

it("[LOG-5] leaves a note where a blob is damaged", async () => {
  const [part] = await packParts(store.blobs, [{ type: "text", text: "x".repeat(70_000) }]);
  const blobs = { ...store.blobs, get: async () => Buffer.from('{"type":"te') };
  expect(await unpackParts(blobs, part ? [part] : [])).toEqual([
    { type: "text", text: "(This part is no longer kept.)" },
  ]);
});
