import { describe, expect, it } from "vitest";
import { isPresented, unwrapToolOutput } from "./tool-output.ts";

const card = { ok: true, status: "presented", title: "Renewals" };

describe("unwrapToolOutput", () => {
  it.each([
    ["plain text", "two files", "two files"],
    ["JSON text", JSON.stringify(card), card],
    ["a content list", [{ type: "text", text: JSON.stringify(card) }], card],
    [
      "several texts",
      [
        { type: "text", text: "one" },
        { type: "text", text: "two" },
      ],
      "one\ntwo",
    ],
    ["text that only looks like JSON", "[not json", "[not json"],
    ["an object", card, card],
    ["nothing", undefined, null],
    ["other content", [{ type: "image" }], [{ type: "image" }]],
  ])("[EVT-4] unwraps %s", (_, wrapped, expected) => {
    expect(unwrapToolOutput(wrapped)).toEqual(expected);
  });

  it("cuts very long text in the middle and says so", () => {
    const text = unwrapToolOutput(`start ${"x".repeat(200_000)} end`);
    expect(text).toMatch(/^start [\s\S]*100010 characters left out[\s\S]* end$/);
  });
});

describe("isPresented", () => {
  it("[EVT-4] sees a shown card through every wrapping and nothing else", () => {
    expect(isPresented([{ type: "text", text: JSON.stringify(card) }])).toBe(true);
    expect(isPresented(JSON.stringify(card))).toBe(true);
    expect(isPresented({ ...card, ok: false })).toBe(false);
    expect(isPresented({ ...card, status: "invalid" })).toBe(false);
    expect(isPresented("presented")).toBe(false);
  });
});
