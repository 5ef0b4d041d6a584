import { expect, it } from "vitest";
import { storeErrorOf } from "./sqlite-errors.ts";

const failure = (code: string) => Object.assign(new Error("failed"), { code });

it.each(["SQLITE_FULL", "SQLITE_READONLY", "SQLITE_READONLY_DBMOVED", "ENOSPC", "EDQUOT", "EROFS"])(
  "[OPS-10] tells %s as a full disk",
  (code) => {
    const cause = failure(code);
    expect(storeErrorOf(cause)).toMatchObject({ code: "store.disk_full", cause });
  },
);

it.each(["SQLITE_BUSY", "SQLITE_CORRUPT", "SQLITE_IOERR_READ", "EIO", "EACCES"])(
  "tells %s as unavailable",
  (code) => {
    const cause = failure(code);
    expect(storeErrorOf(cause)).toMatchObject({ code: "store.unavailable", cause });
  },
);

it("leaves failures of others as they are", () => {
  const other = failure("run.busy");
  expect(storeErrorOf(other)).toBe(other);
  expect(storeErrorOf("text")).toBe("text");
});
