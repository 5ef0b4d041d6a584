import { MongoNetworkError, MongoServerError } from "mongodb";
import { expect, it } from "vitest";
import { shapeOf } from "../core/collection-shape.ts";
import { isResumable, isTransient, storeErrorOf } from "./mongo-errors.ts";

const failure = (code: number, message = "failed") =>
  new MongoServerError({ code, errmsg: message, message });
const things = shapeOf({ name: "things", fields: {}, indexes: [], feed: "none" });

it("[DATA-26] tells lost history as an expired position", () => {
  for (const code of [260, 280, 286])
    expect(storeErrorOf(failure(code))).toMatchObject({ code: "store.position_expired" });
});

it("[OPS-10] tells a full disk", () => {
  expect(storeErrorOf(failure(14_031))).toMatchObject({ code: "store.disk_full" });
});

it("names the index of a duplicate", () => {
  const message = (index: string) =>
    `E11000 duplicate key error collection: a.things index: ${index} dup key: { x: 1 }`;
  const named = storeErrorOf(failure(11_000, message("by_x")), things);
  expect(named).toMatchObject({ code: "store.duplicate", index: "by_x" });
  expect(storeErrorOf(failure(11_000, message("_id_")), things)).toMatchObject({
    code: "store.duplicate",
    index: "id",
  });
});

it("tells other failures of the server and the connection as unavailable", () => {
  const network = new MongoNetworkError("connection closed");
  expect(storeErrorOf(network)).toMatchObject({ code: "store.unavailable", cause: network });
  expect(storeErrorOf(failure(13, "not authorized"))).toMatchObject({ code: "store.unavailable" });
  expect(isResumable(network)).toBe(true);
  expect(isResumable(failure(13))).toBe(false);
});

it("recognises what may be run again, translated or not", () => {
  const conflict = failure(112, "WriteConflict");
  conflict.addErrorLabel("TransientTransactionError");
  expect(isTransient(conflict)).toBe(true);
  expect(isTransient(storeErrorOf(conflict))).toBe(true);
  expect(isTransient(failure(112))).toBe(false);
});

it("leaves failures of others as they are", () => {
  const other = new Error("other");
  expect(storeErrorOf(other)).toBe(other);
});
