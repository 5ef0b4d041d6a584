import { createServer } from "node:net";
import { expect, it } from "vitest";
import { checkKind, openMongo } from "./open-mongo.ts";

it("[DATA-27] refuses a standalone server", () => {
  const standalone = () => checkKind({ setName: undefined, version: "8.0.1" });
  expect(standalone).toThrow(expect.objectContaining({ code: "store.unavailable" }));
  expect(standalone).toThrow(/replica set/);
});

it("refuses a server below version 7", () => {
  const old = () => checkKind({ setName: "rs", version: "6.0.14" });
  expect(old).toThrow(expect.objectContaining({ code: "store.unavailable" }));
  expect(old).toThrow(/6\.0\.14 is too old/);
  for (const version of ["7.0.0", "8.2.6", "10.1.0"]) checkKind({ setName: "rs", version });
});

it("says that a server cannot be reached", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const opening = openMongo({ uri: `mongodb://127.0.0.1:${port}/?serverSelectionTimeoutMS=200` });
  await expect(opening).rejects.toMatchObject({ code: "store.unavailable" });
});

it("refuses an address that is none", async () => {
  await expect(openMongo({ uri: "somewhere" })).rejects.toMatchObject({ code: "store.unavailable" });
});
