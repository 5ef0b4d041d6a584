import { type ChatView, type FixView, findRuntime, fixPartType, type StoredMessage } from "@second/contracts";
import { builtVersion } from "../chat/index.ts";
import type { AppError } from "./app-log.ts";

/** One turn that was asked to fix an error and has ended. */
export interface FixAttempt {
  messageId: string;
  by: string;
  at: string;
  /** Name of the model that tried. */
  model: string;
  /** Number of the version that it built; null when it built none. */
  built: number | null;
  before: FixView["before"];
}

/**
 * What a person can do about an error of the app that shows:
 * - `open`: ask the agent
 * - `queued`, `fixing`: it was asked already
 * - `opening`: a version that was built since is about to show
 * - `stuck`: two attempts left it; asking the same again would not help
 */
export type FixState =
  | { kind: "open" | "queued" | "fixing" | "opening" }
  | { kind: "stuck"; attempts: readonly FixAttempt[] };

const attemptsMax = 2;

/** `forgivenAt`: attempts before this moment no longer count. */
export function fixState(
  error: Pick<AppError, "signature" | "versionId">,
  {
    chat,
    versionNumber,
    forgivenAt,
  }: { chat: ChatView | undefined; versionNumber: number; forgivenAt: string },
): FixState {
  if (!chat) return { kind: "open" };
  const asked = chat.messages.filter((message) => fixOf(message)?.signature === error.signature);
  if (chat.turnId !== null && asked.some(({ metadata }) => metadata?.turnId === chat.turnId))
    return { kind: "fixing" };
  if (chat.queue.some(({ fixes }) => fixes === error.signature)) return { kind: "queued" };
  const attempts = asked.flatMap((message) => attemptOf(message, chat) ?? []);
  if (attempts.some(({ built }) => built !== null && built > versionNumber)) return { kind: "opening" };
  const counted = attempts.filter(({ at }) => at > forgivenAt);
  return counted.length < attemptsMax ? { kind: "open" } : { kind: "stuck", attempts: counted };
}

/** The error that a message asks to fix; null for every other message. */
function fixOf(message: StoredMessage): FixView | null {
  const part = message.role === "user" ? message.parts.find(({ type }) => type === fixPartType) : undefined;
  return part ? (part.data as FixView) : null; // written by the server
}

/** Null for a turn that a person stopped: it was given no chance. */
function attemptOf(message: StoredMessage, chat: ChatView): FixAttempt | null {
  const fix = fixOf(message);
  const { turnId, author, createdAt = "" } = message.metadata ?? {};
  const answer = chat.messages.find(
    ({ role, metadata }) => role === "assistant" && metadata?.turnId === turnId && !metadata?.superseded,
  );
  if (!fix || !answer || answer.metadata?.turnState === "stopped") return null;
  const { runtimeId = "", runtimeModel = "" } = answer.metadata ?? {};
  const runtime = findRuntime(runtimeId);
  return {
    messageId: message.id,
    by: author?.name ?? "Someone",
    at: createdAt,
    model: runtime?.models.find(({ id }) => id === runtimeModel)?.name ?? runtimeModel,
    built: builtVersion(answer.parts),
    before: fix.before,
  };
}
