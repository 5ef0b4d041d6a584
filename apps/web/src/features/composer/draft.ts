import { isRecord } from "../session/problem.ts";

/** What a person typed and chose but the server has not accepted. */
export interface Draft {
  text: string;
  choice: DraftChoice | null;
  /** The key of the attempt that got no answer, with what it sent: the same thing sent again uses the same key. */
  attempt: { key: string; body: string } | null;
}

export interface DraftChoice {
  runtimeId: string;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
}

export const emptyDraft: Draft = { text: "", choice: null, attempt: null };

/** Drafts belong to a person in a workspace, and to a place in it (`home`, or an app's conversation). */
export function draftKey(userId: string, workspaceId: string, place: string): string {
  return `second:draft:${userId}:${workspaceId}:${place}`;
}

function parseChoice(value: unknown): DraftChoice | null {
  if (!isRecord(value) || typeof value.runtimeId !== "string" || typeof value.runtimeModel !== "string")
    return null;
  const params = isRecord(value.runtimeParams) ? Object.entries(value.runtimeParams) : [];
  return {
    runtimeId: value.runtimeId,
    runtimeModel: value.runtimeModel,
    runtimeParams: Object.fromEntries(
      params.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  };
}

/** Reads a stored draft; anything unreadable is an empty one. */
export function parseDraft(stored: string | null): Draft {
  if (!stored) return emptyDraft;
  try {
    const value: unknown = JSON.parse(stored);
    if (!isRecord(value)) return emptyDraft;
    const attempt = value.attempt;
    return {
      text: typeof value.text === "string" ? value.text : "",
      choice: parseChoice(value.choice),
      attempt:
        isRecord(attempt) && typeof attempt.key === "string" && typeof attempt.body === "string"
          ? { key: attempt.key, body: attempt.body }
          : null,
    };
  } catch {
    return emptyDraft;
  }
}

/** What of a text is left when `accepted` was taken of it: what was added after it, or all of a text begun anew. */
export function withoutAccepted(text: string, accepted: string): string {
  const taken = accepted.trim();
  const typed = text.trimStart();
  return typed.startsWith(taken) ? typed.slice(taken.length).trimStart() : text;
}

/** The idempotency key for `body`: the one of an unanswered attempt with the same body, else a new one. */
export function attemptFor(draft: Draft, body: string, newKey: () => string): { key: string; body: string } {
  return draft.attempt?.body === body ? draft.attempt : { key: newKey(), body };
}
