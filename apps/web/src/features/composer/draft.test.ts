import fc from "fast-check";
import { expect, it } from "vitest";
import { attemptFor, type Draft, draftKey, emptyDraft, parseDraft, withoutAccepted } from "./draft.ts";

const draft: Draft = {
  text: "Track vendors",
  choice: { runtimeId: "demo", runtimeModel: "demo", runtimeParams: { effort: "high" } },
  attempt: { key: "k1", body: "{}" },
};

it("[HOME-2] reads back what was stored", () => {
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
});

it("[HOME-2] keeps drafts of people, workspaces and places apart", () => {
  const keys = [
    draftKey("usr_1", "ws_1", "home"),
    draftKey("usr_2", "ws_1", "home"),
    draftKey("usr_1", "ws_2", "home"),
    draftKey("usr_1", "ws_1", "app_1"),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it("takes anything unreadable for an empty draft, never throwing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (stored) => {
      const read = parseDraft(stored);
      expect(typeof read.text).toBe("string");
    }),
  );
  expect(parseDraft(null)).toEqual(emptyDraft);
  expect(parseDraft('{"text":7,"choice":{"runtimeId":1},"attempt":[]}')).toEqual(emptyDraft);
});

it("[APP-2] repeats the key of an unanswered attempt for the same body only", () => {
  expect(attemptFor(draft, "{}", () => "k2")).toEqual({ key: "k1", body: "{}" });
  expect(attemptFor(draft, '{"a":1}', () => "k2")).toEqual({ key: "k2", body: '{"a":1}' });
});

it("[HOME-2] keeps what was typed after the text that was accepted", () => {
  expect(withoutAccepted("  Track vendors ", "Track vendors")).toBe("");
  expect(withoutAccepted("Track vendors\nand their terms", " Track vendors ")).toBe("and their terms");
  expect(withoutAccepted("Something else", "Track vendors")).toBe("Something else");
});
