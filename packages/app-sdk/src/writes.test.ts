import { isDocumentId } from "@second/contracts";
import { describe, expect, it } from "vitest";
import { newDocumentId } from "./document-id.ts";
import { type PendingWrite, plainFields, withWrites } from "./pending-write.ts";

const stored = {
  _id: "a",
  _version: 3,
  _createdAt: "2026-01-01T00:00:00.000Z",
  _updatedAt: "2026-01-01T00:00:00.000Z",
  _createdBy: "usr_1",
  _updatedBy: "usr_1",
  name: "a",
  site: { city: "Oslo", zip: 1 },
  tags: ["x"],
};
const write = (given: Partial<PendingWrite>): PendingWrite => ({
  requestId: "r",
  collection: "tasks",
  docId: "a",
  kind: "update",
  fields: {},
  at: "2026-02-01T00:00:00.000Z",
  userId: "usr_2",
  ...given,
});

describe("ids", () => {
  it("[SDK-5] have the form of the platform's own and begin with the time", () => {
    const ids = Array.from({ length: 1000 }, () => newDocumentId());
    expect(ids.every(isDocumentId)).toBe(true);
    expect(new Set(ids).size).toBe(1000);
    expect(newDocumentId(1) < newDocumentId(2)).toBe(true);
    expect(newDocumentId(0)).toMatch(/^0{10}/);
    expect(isDocumentId(newDocumentId(2 ** 48 - 1))).toBe(true);
  });
});

describe("a document under pending writes", () => {
  it("[SDK-2] has given fields whole, nested ones by dotted name, and keeps the rest", () => {
    const fields = { name: null, "site.city": "Bergen", "new.deep.field": 1, "tags.0": "y", _version: 9 };
    const doc = withWrites(stored, [write({ fields })]);
    expect(doc).toMatchObject({
      name: null,
      site: { city: "Bergen", zip: 1 },
      new: { deep: { field: 1 } },
      tags: ["x"],
      _version: 3,
      _updatedBy: "usr_2",
    });
    expect(stored.site.city).toBe("Oslo");
  });

  it("takes the answer of a write until what is stored has come as far", () => {
    const outcome = { ...stored, _version: 5, name: "answered" };
    const answered = write({ fields: { name: "mine" }, outcome });
    expect(withWrites(stored, [answered])).toBe(outcome);
    expect(withWrites({ ...stored, _version: 6 }, [answered])?.name).toBe("a");
    expect(withWrites(undefined, [answered])).toBe(outcome);
    expect(withWrites(stored, [answered, write({ fields: { n: 1 } })])).toMatchObject({
      name: "answered",
      n: 1,
    });
  });

  it("is absent after a removal, and for a change of what is not known", () => {
    expect(withWrites(stored, [write({ kind: "remove" })])).toBeUndefined();
    expect(withWrites(undefined, [write({ fields: { n: 1 } })])).toBeUndefined();
  });

  it("[DATA-9] is sent as JSON values without system fields", () => {
    const fields = {
      _id: "x",
      _version: 1,
      when: new Date(0),
      gone: undefined,
      n: Number.NaN,
      list: [undefined],
    };
    expect(plainFields(fields)).toEqual({ when: "1970-01-01T00:00:00.000Z", n: null, list: [null] });
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => plainFields(cycle)).toThrow(TypeError);
  });
});
