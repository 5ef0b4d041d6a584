import type { ScriptedBlock, ScriptedReply } from "../../contract/scripted-model.ts";

export interface Scenario {
  replies: ScriptedReply[];
  /** Interrupts the runtime after this many characters of text. */
  interruptAfter?: number;
  /** Lets nothing answer. */
  isUnreachable?: boolean;
}

const card: ScriptedBlock = { tool: "mcp__second__present_card", input: { title: "Renewals" } };
const echo = (text: string): ScriptedBlock => ({ tool: "mcp__second__echo", input: { text } });
const bash = (command: string): ScriptedBlock => ({
  tool: "Bash",
  input: { command, description: "A trial" },
});

/** What was recorded; run `record.ts` to record it anew. */
export const scenarios: Record<string, Scenario> = {
  "text-and-thinking": {
    replies: [[{ thinking: "I look at the files. " }, { text: "Here is what I found. " }]],
  },
  "hidden-thinking": { replies: [[{ redacted: true }, { thinking: "" }, { text: "Done. " }]] },
  "own-tools": {
    replies: [
      [{ text: "I write. " }, { tool: "Write", input: { file_path: "notes.txt", content: "one\n" } }],
      [{ tool: "Read", input: { file_path: "notes.txt" } }],
      [bash("printf out; printf err >&2"), bash("exit 3")],
      [{ text: "Written. " }],
    ],
  },
  "platform-tool": { replies: [[echo("hello")], [{ text: "It answered. " }]] },
  "card-ends-turn": { replies: [[{ text: "A plan. " }, card], [{ text: "Never said. " }]] },
  "parallel-tools": { replies: [[echo("one"), echo("two")], [{ text: "Both. " }]] },
  "invalid-tool-input": {
    replies: [[{ tool: "mcp__second__echo", rawInput: '{"text": "cut' }], [{ text: "I see. " }]],
  },
  "interrupted-text": {
    replies: [[{ text: "one two three four five six seven eight nine ten ", delayMs: 100 }]],
    interruptAfter: 4,
  },
  "refused-sign-in": {
    replies: [{ status: 401, type: "authentication_error", message: "invalid x-api-key" }],
  },
  "too-long": {
    replies: [
      { status: 400, type: "invalid_request_error", message: "prompt is too long: 210000 tokens > 200000" },
    ],
  },
  overloaded: { replies: [{ status: 529, type: "overloaded_error", message: "Overloaded" }] },
  "rate-limited": { replies: [{ status: 429, type: "rate_limit_error", message: "Slow down" }] },
  unreachable: { replies: [], isUnreachable: true },
  "cut-stream": { replies: [[{ text: "half a sent" }, { cut: true }]] },
  "cut-tool-input": { replies: [[{ tool: "Bash", rawInput: '{"command": "ec' }, { cut: true }]] },
};
