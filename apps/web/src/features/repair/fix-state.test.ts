import type { ChatView, FixView, MessageMetadata, StoredMessage } from "@second/contracts";
import { expect, it } from "vitest";
import { fixState } from "./fix-state.ts";

const signature = "TypeError\nRow # has no cost";
const fix: FixView = {
  signature,
  kind: "TypeError",
  message: "Row 17 has no cost",
  stack: null,
  route: "/",
  versionId: "ver_2",
  versionNumber: 2,
  before: { versionId: "ver_1", number: 1 },
};

function question(turn: number, change: Partial<FixView> = {}): StoredMessage {
  return {
    id: `msg_${turn}`,
    role: "user",
    parts: [{ type: "data-second-fix", data: { ...fix, ...change } }],
    metadata: {
      author: { id: "usr_1", name: "Ada Moreno" },
      turnId: `trn_${turn}`,
      createdAt: `2030-01-01T09:0${turn}:00.000Z`,
    },
  };
}

function answer(turn: number, built: number | null, metadata: MessageMetadata = {}): StoredMessage {
  const output = { status: "complete", versionId: `ver_${built}`, versionNumber: built };
  const call = { type: "dynamic-tool", toolName: "mcp__second__done_building", toolCallId: "a", output };
  return {
    id: `ans_${turn}`,
    role: "assistant",
    parts: built === null ? [] : [{ ...call, state: "output-available", input: {} }],
    metadata: {
      turnId: `trn_${turn}`,
      runtimeId: "claude-code",
      runtimeModel: "claude-opus-4-8",
      turnState: "completed",
      ...metadata,
    },
  };
}

const chatOf = (messages: StoredMessage[], change: Partial<ChatView> = {}): ChatView => ({
  messages,
  state: "completed",
  turnId: null,
  cursor: null,
  queue: [],
  failure: null,
  usage: null,
  ...change,
});
const stateOf = (chat: ChatView, versionNumber = 4, forgivenAt = "") =>
  fixState({ signature, versionId: "ver" }, { chat, versionNumber, forgivenAt });
const twice = [question(1), answer(1, 3), question(2, { before: null }), answer(2, 4)];

it("[HEAL-3] is open for an error that nobody asked about", () => {
  expect(stateOf(chatOf([question(1, { signature: "another" }), answer(1, 3)]))).toEqual({ kind: "open" });
});

it("[HEAL-3] says that the agent works on it, will next, or has built a version that opens now", () => {
  expect(stateOf(chatOf([question(1)], { turnId: "trn_1" }))).toEqual({ kind: "fixing" });
  const queued = { fixes: signature } as ChatView["queue"][number]; // what is read of it
  expect(stateOf(chatOf([], { queue: [queued] }))).toEqual({ kind: "queued" });
  expect(stateOf(chatOf([question(1), answer(1, 3)]), 2)).toEqual({ kind: "opening" });
});

it("[HEAL-4] stops after two turns that left the error, and tells both", () => {
  expect(stateOf(chatOf(twice.slice(0, 2)), 3)).toEqual({ kind: "open" });
  expect(stateOf(chatOf(twice))).toEqual({
    kind: "stuck",
    attempts: [
      expect.objectContaining({ by: "Ada Moreno", built: 3, model: "Opus 4.8", before: fix.before }),
      expect.objectContaining({ built: 4, before: null }),
    ],
  });
});

it("[HEAL-4] counts no turn that a person stopped, and none from before the app ran free of the error", () => {
  const stopped = [question(1), answer(1, null, { turnState: "stopped" }), ...twice.slice(2)];
  expect(stateOf(chatOf(stopped))).toEqual({ kind: "open" });
  expect(stateOf(chatOf(twice), 4, "2030-01-01T09:01:30.000Z")).toEqual({ kind: "open" });
});

it("[HEAL-4] counts a turn that built nothing", () => {
  const failed = [...twice.slice(0, 2), question(2), answer(2, null, { turnState: "failed" })];
  expect(stateOf(chatOf(failed), 3)).toMatchObject({ kind: "stuck" });
});
