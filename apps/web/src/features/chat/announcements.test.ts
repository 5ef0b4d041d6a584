import { describe, expect, it } from "vitest";
import { announcement, utterances } from "./announcements.ts";
import { toBlocks } from "./blocks.ts";
import type { Part } from "./part-values.ts";

const said = (...parts: Part[]) => utterances(toBlocks(parts, { isLive: true })).map(({ text }) => text);
const text = (words: string, state = "done"): Part => ({ type: "text", text: words, state });

describe("announcements", () => {
  it("[CHAT-3] tell whole paragraphs, never the one that still grows", () => {
    expect(said(text("First one.\n\nSecond o", "streaming"))).toEqual(["First one."]);
    expect(said(text("First one.\n\nSecond one."))).toEqual(["First one.", "Second one."]);
  });

  it("read Markdown as words", () => {
    const markdown =
      "## What **changes**\n\n- `vendor` and [terms](https://a.example)\n\n```ts\nconst a = 1;\n\nb();\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |";
    expect(said(text(markdown))).toEqual(["What changes", "vendor and terms", "Code.", "a b 1 2"]);
  });

  it("[CHAT-3] tell calls once they ended, with why they failed", () => {
    const call: Part = {
      type: "dynamic-tool",
      toolCallId: "c",
      toolName: "Read",
      input: { file_path: "/workspace/a.ts" },
      state: "input-available",
    };
    expect(said(call)).toEqual([]);
    const failed = {
      state: "output-error",
      errorText: "File does not exist.",
      toolMetadata: { durationMs: 3 },
    };
    expect(said({ ...call, ...failed })).toEqual(["Could not read a.ts: Not found."]);
  });

  it("keep thinking to themselves", () => {
    expect(said({ type: "reasoning", text: "Hm.", state: "done" })).toEqual([]);
  });

  it("count a long burst instead of reading it out", () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ key: String(index), text: `Step ${index}.` }));
    expect(announcement(many.slice(0, 2))).toBe("Step 0. Step 1.");
    expect(announcement(many)).toBe("7 more steps. Step 7. Step 8.");
  });
});
