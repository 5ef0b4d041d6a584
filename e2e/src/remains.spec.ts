import { expect, test } from "@playwright/test";
import { leaksOf, type Remains, readRemains } from "./support/remains.ts";

/** After all journeys: whatever they did, in whichever product, nothing of it stands where it must not. */

test("[OPS-34] [GOV-91] no log and no audit event tells what people wrote, an address, a key or a token", () => {
  const remains = readRemains();
  expect(remains.length).toBeGreaterThan(0);
  // Where nothing was written and nothing logged, finding nothing would mean nothing.
  expect(remains.flatMap(({ words }) => words).length).toBeGreaterThan(0);
  expect(remains.filter(({ log, audit, keys }) => !log.length || !audit.length || !keys.length)).toEqual([]);
  expect(remains.flatMap(leaksOf)).toEqual([]);
});

const clean: Remains = {
  log: [
    JSON.stringify({ event: "http.answered", path: "/preview/[redacted]/index.html" }),
    "Second is ready",
  ],
  audit: [JSON.stringify({ eventName: "app.created", metadata: { fields: ["vendor"] } })],
  stored: { users: [JSON.stringify({ email: "ada@example.com" })] },
  words: ["ada@example.com", 'Track "vendor" renewals'],
  keys: ["a key of this product"],
};
const word = 'Track "vendor" renewals';

for (const [name, remains, leak] of [
  ["nothing where nothing is", clean, undefined],
  ["a word in a field of the log", { ...clean, log: [JSON.stringify({ a: { b: [word] } })] }, `log: ${word}`],
  ["an address that a process printed", { ...clean, log: ["no ada@example.com"] }, "log: ada@example.com"],
  ["a word in an audit event", { ...clean, audit: [JSON.stringify({ a: word })] }, `audit events: ${word}`],
  [
    "a key in the store",
    { ...clean, stored: { turns: [JSON.stringify({ a: "with a key of this product" })] } },
    "turns: a key of this product",
  ],
  ["a token", { ...clean, log: [`"cookie=${"t".repeat(43)}"`] }, `log: ${"t".repeat(43)}`],
  ["a preview's capability", { ...clean, log: ["GET /preview/pv_a.b-1/x"] }, "log: /preview/pv_a.b-1"],
] as const)
  test(`[OPS-34] the search finds ${name}`, () => {
    expect(leaksOf(remains as Remains)).toEqual(leak === undefined ? [] : [leak]); // a literal of that shape
  });
