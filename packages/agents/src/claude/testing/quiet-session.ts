import { PassThrough } from "node:stream";
import type { RuntimePlace, TurnInput } from "../../coding-agent.ts";
import type { ClaudeSession, SessionListener } from "../session.ts";
import { noUsage } from "../usage.ts";

/** A session without a process, whose place cannot be removed. */
export function createQuietSession(): ClaudeSession & { listener: SessionListener | null } {
  return {
    ...{ place: emptyPlace, isResumed: false, isAlive: true, isKept: false, pid: undefined },
    totals: noUsage,
    listener: null,
    send(_, listener) {
      this.listener = listener;
    },
    release() {
      this.listener = null;
    },
    interrupt: () => undefined,
    kill: () => undefined,
    close: () => Promise.reject(new Error("The home is closed.")),
  };
}

const emptyPlace: RuntimePlace = {
  command: "/nowhere",
  workspacePath: "/nowhere",
  home: { path: "/nowhere", pathInside: "/nowhere" },
  env: {},
  spawn: () => ({
    ...{ pid: undefined, stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() },
    ended: Promise.resolve({ exitCode: 0, signal: null, reason: null }),
    kill: () => undefined,
  }),
  assignTurn: () => undefined,
  close: async () => undefined,
};

export const plainTurn: TurnInput = {
  turnId: "turn",
  appKey: "app",
  runtimeId: "claude-code",
  model: "claude-sonnet-4-6",
  params: {},
  prompt: "Do it.",
  handoff: "",
  systemPrompt: "You build apps.",
  session: null,
  tools: [],
  limits: { stepsMax: 5, minutesMax: 1 },
  placeKey: "same",
  openPlace: async () => emptyPlace,
};
