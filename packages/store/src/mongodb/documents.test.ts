import fc from "fast-check";
import { BSON } from "mongodb";
import { expect, it } from "vitest";
import { shapeOf } from "../core/collection-shape.ts";
import { type StoredDocument, toDocument, toRecord } from "./documents.ts";

const things = shapeOf({ name: "things", fields: { text: "string" }, indexes: [], feed: "none" });

const stored = (document: StoredDocument) =>
  // What comes back from the server is what these bytes say.
  BSON.deserialize(BSON.serialize(document, { ignoreUndefined: true })) as StoredDocument;

const key = fc.oneof(
  fc.string(),
  fc.constantFrom("$ref", "$id", "_bsontype", "~json", "__proto__", "a.b", "\u0000"),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant("\udfff"),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

it("gives back every JSON value as it was", () => {
  const text = fc.option(fc.string());
  fc.assert(
    fc.property(json, text, (extra, text) => {
      const record = { id: "a", text, extra };
      expect(toRecord(stored(toDocument(things, record)))).toStrictEqual(JSON.parse(JSON.stringify(record)));
    }),
  );
});

it("keeps ordinary values readable in the database", () => {
  const record = { id: "a", text: null, extra: { list: [1, { name: "x" }] } };
  expect(toDocument(things, record)).toStrictEqual({
    _id: "a",
    text: Number.NEGATIVE_INFINITY,
    extra: { list: [1, { name: "x" }] },
  });
});
