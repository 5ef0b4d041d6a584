import { z } from "zod";
import type { Manifest, ModelUsage } from "../agent-events.ts";
import { idSchema } from "../ids.ts";
import { appErrorFields } from "../preview.ts";

export const promptLengthMax = 20_000;
/** Trimmed by the parser; length faults answer `app.invalid_prompt`. */
export const promptSchema = z.string().trim().min(1).max(promptLengthMax);
export const appNameSchema = z.string().trim().min(2).max(80);

const runtimeFields = {
  runtimeId: z.string().max(64).optional(),
  runtimeModel: z.string().max(128).optional(),
  runtimeParams: z.record(z.string().max(64), z.string().max(64)).optional(),
};

export const createAppBody = z.strictObject({
  prompt: z.string().max(200_000),
  appName: z.string().max(400).optional(),
  ...runtimeFields,
});

export const updateAppBody = z.strictObject({
  name: z.string().max(400).optional(),
  description: z.string().trim().max(300).nullable().optional(),
});

/** The AI SDK transport's body: only the last user message is read. */
export const chatBody = z.object({
  messages: z
    .array(
      z.looseObject({
        id: z.string().max(64),
        role: z.string(),
        parts: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).max(10_000),
      }),
    )
    .max(10_000)
    .optional(),
  id: z.string().optional(),
  trigger: z.string().optional(),
  messageId: z.string().optional(),
  /** Runs this message again as a new attempt; `messages` may then be left out. */
  retryLastMessageId: idSchema("message").optional(),
  ...runtimeFields,
});

export const decisionBody = z.strictObject({
  toolCallId: z.string().min(1).max(128),
  cardHash: z.string().min(1).max(128),
  decision: z.enum(["approve", "changes", "choose"]),
  comment: z.string().trim().min(1).max(4000).optional(),
  /** Index of the chosen suggestion. */
  choice: z.number().int().min(0).max(5).optional(),
  ...runtimeFields,
});

/** "Fix with agent": an error that the preview of a version showed. Sent again with its id, it starts nothing new. */
export const fixBody = z.strictObject({
  messageId: idSchema("message"),
  versionId: idSchema("version"),
  ...appErrorFields,
  ...runtimeFields,
});

export const previewBody = z.strictObject({
  side: z.enum(["draft", "published"]),
  versionId: idSchema("version").optional(),
});

export const runStates = [
  "pending",
  "running",
  "waiting_for_approval",
  "completed",
  "failed",
  "stopped",
] as const;
export type RunState = (typeof runStates)[number];

export const turnStates = [
  "queued",
  "running",
  "waiting_for_approval",
  "completed",
  "failed",
  "stopped",
] as const;
export type TurnState = (typeof turnStates)[number];

export interface FailureView {
  code: string;
  /** At most 240 characters; never prompts or contents. */
  message: string;
  /** What the provider said, redacted; shown under Details. */
  detail?: string;
  retryable: boolean;
  occurredAt: string;
  turnId: string;
}

/** A small projection for lists and the sidebar. */
export interface AppCardView {
  id: string;
  name: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
  createdBy: { id: string; name: string };
  publishStatus: "draft";
  /** State of the app's newest builder run. */
  runState: RunState;
  versionNumber: number | null;
}

export interface AppListView {
  apps: AppCardView[];
  nextCursor: string | null;
}

export interface AppView extends AppCardView {
  workspaceId: string;
  /** The newest builder run. */
  runId: string;
  runtimeId: string;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
  draftVersionId: string | null;
  /** The caller's rights on this app. */
  permissions: string[];
}

/** 201 answer of creating an app. */
export interface AppCreatedView {
  id: string;
  workspaceId: string;
  name: string;
  description: string | null;
  createdAt: string;
  publishStatus: "draft";
  initialRun: { id: string; status: RunState; messageId: string };
}

/** 202 answer of chat, decisions and try again. `cursor` is where to read the turn's log from; null when queued. */
export interface TurnAcceptedView {
  turnId: string;
  state: TurnState;
  /** Place in the queue, from 1; null when running. */
  position: number | null;
  cursor: string | null;
}

export interface StopView {
  state: TurnState | RunState;
  alreadyTerminal: boolean;
}

export interface UsageView {
  totalCostUsd: number | null;
  costKind: "billed" | "estimate" | "subscription" | "none";
  modelUsage: ModelUsage;
  steps: number;
  durationMs: number;
}

/** What our messages carry beside the AI SDK's parts. */
export interface MessageMetadata {
  author?: { id: string; name: string };
  createdAt?: string;
  turnId?: string;
  attempt?: number;
  turnState?: TurnState;
  runtimeId?: string;
  runtimeModel?: string;
  durationMs?: number;
  /** Set on an earlier attempt that a try-again replaced; shown collapsed. */
  superseded?: boolean;
  failure?: FailureView;
  usage?: UsageView;
  /** True when `undo` would restore the state before this turn. */
  undoable?: boolean;
  /** A decision on a card of this message: the card is inert. */
  decisions?: Record<string, DecisionView>;
}

export interface DecisionView {
  decision: "approve" | "changes" | "choose";
  by: { id: string; name: string };
  at: string;
  comment?: string;
}

/** A stored message in the AI SDK's `UIMessage` form. */
export interface StoredMessage {
  id: string;
  role: "user" | "assistant";
  parts: { type: string; [key: string]: unknown }[];
  metadata?: MessageMetadata;
}

/** The data of a message's `data-second-fix` part: which error the agent was asked to fix. */
export interface FixView {
  /** As `failureSignature` makes it: equal for errors of one cause. */
  signature: string;
  kind: string;
  message: string;
  stack: string | null;
  route: string;
  versionId: string;
  versionNumber: number;
  /** The version before the one that showed the error; null for the first. */
  before: { versionId: string; number: number } | null;
}
export const fixPartType = "data-second-fix";

export interface QueuedView {
  turnId: string;
  messageId: string;
  text: string;
  author: { id: string; name: string };
  createdAt: string;
  /** True when the turn before it did not complete: a person must start or remove it. */
  waitsForPerson: boolean;
  /** Signature of the error that it asks to fix; null for every other message. */
  fixes: string | null;
}

/** `GET …/runs/:runId/chat`: finished turns and the active user message. */
export interface ChatView {
  messages: StoredMessage[];
  state: RunState;
  /** The active turn, or null. */
  turnId: string | null;
  /** Beginning of the active turn's log, else null. */
  cursor: string | null;
  queue: QueuedView[];
  failure: FailureView | null;
  usage: UsageView | null;
}

export interface VersionView {
  id: string;
  number: number;
  contentHash: string;
  parentId: string | null;
  origin: "build" | "restore";
  createdAt: string;
  createdBy: { id: string; name: string };
  turnId: string | null;
  summary: string;
  filesChanged: number;
  sizeBytes: number;
}

export interface VersionListView {
  versions: VersionView[];
  nextCursor: string | null;
}

/** `url` is `/preview/<capability>/`; stable for up to 12 hours. */
export interface PreviewView {
  url: string;
  versionId: string;
  versionNumber: number;
  expiresAt: string;
}

/** The draft's working tree, path → file. */
export interface DraftFilesView {
  files: Manifest;
}

/** A line that contains what was looked for; `line` and `column` from 1, `at` is where it stands in `text`. */
export interface FoundLine {
  line: number;
  column: number;
  text: string;
  at: number;
}

export interface FoundFile {
  path: string;
  lines: FoundLine[];
}

export interface SourceSearchView {
  files: FoundFile[];
  /** There is more than is listed. */
  isCut: boolean;
  /** Files too large to be searched. */
  filesSkipped: number;
}

export const sourceSearchQuery = z.strictObject({
  words: z.string().min(2).max(200),
  /** Without it the draft's working tree is searched. */
  versionId: idSchema("version").optional(),
});
