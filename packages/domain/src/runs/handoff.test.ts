import type { StoredMessage } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handoff } from "./handoff.ts";

type Told = Pick<StoredMessage, "role" | "parts">;
const said = (role: Told["role"], ...texts: string[]): Told => ({
  role,
  parts: texts.map((text) => ({ type: "text", text })),
});
const plan = (title: string): Told => ({
  role: "assistant",
  parts: [{ type: "dynamic-tool", toolName: "mcp__second__present_plan", input: { title } }],
});

describe("the handoff", () => {
  it("[RT-6] tells in order who said what, and nothing when there is nothing", () => {
    expect(handoff([said("user", "Track books"), said("assistant", "One.", "Two.")])).toContain(
      "\nPerson: Track books\n\nYou: One.\nTwo.\n",
    );
    expect(handoff([])).toBe("");
    expect(handoff([said("assistant")])).toBe("");
  });

  it("[RT-6] keeps the newest parts of a single answer that is too long, and always the plan", () => {
    const parts = Array.from({ length: 40 }, (_, n) => `${n}:${"x".repeat(2_000)}`);
    const text = handoff([plan("Renewals"), said("user", "Build it"), said("assistant", ...parts)]);
    expect(text).toContain('"title":"Renewals"');
    expect(text).toContain("39:xx");
    expect(text).not.toContain("Build it");
    expect(text).not.toContain("0:xx\n");
  });

  it("[RT-6] never grows beyond its limits, whatever was said", () => {
    const message = fc.oneof(
      fc
        .tuple(fc.constantFrom("user" as const, "assistant" as const), fc.nat(4_000))
        .map(([role, length]) => said(role, "y".repeat(length))),
      fc.nat(9_000).map((length) => plan("z".repeat(length))),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
        const text = handoff(messages);
        expect(text.length).toBeLessThan(18_300);
        expect(text).not.toMatch(/y{1601}/);
        const newest = messages.findLast(({ parts }) => parts[0]?.type === "dynamic-tool");
        if (newest) expect(text).toContain("Plan: ");
      }),
      { numRuns: 30 },
    );
  });
});
