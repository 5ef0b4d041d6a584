import type {
  BuilderToolName,
  DecisionView,
  FailureView,
  Manifest,
  MessageMetadata,
  RunState,
  SessionState,
  StoredMessage,
  TurnState,
  UsageView,
  WorkerEvent,
} from "@second/contracts";
import { defineCollection } from "@second/store";

/** A conversation with an agent about an app. */
export interface Run {
  id: string;
  workspaceId: string;
  appId: string;
  kind: "builder";
  state: RunState;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  failure: FailureView | null;
  usage: UsageView | null;
  /** What the agent must be told with the next message, e.g. that its last turn was undone. */
  note: string | null;
}

export const runsCollection = defineCollection<Run>()({
  name: "runs",
  fields: { workspaceId: "string", appId: "string", state: "string", createdAt: "string" },
  indexes: [{ name: "by_app", fields: ["appId", "-createdAt"] }],
  feed: "ids",
});

/** One message to the agent and all that follows until it stops; a job leased by one web process. */
export interface Turn {
  id: string;
  workspaceId: string;
  appId: string;
  runId: string;
  messageId: string;
  /** The answer of the present attempt. */
  answerId: string;
  state: TurnState;
  /** Which answer to the message this is: 1, and one more for each time that a person tries it again. */
  attempt: number;
  /** Numbers the handings over to a worker, over all attempts: what the worker knows as its attempt. */
  dispatch: number;
  /** Whether a worker may have begun the present dispatch. */
  handedOver: boolean;
  /** How often the present attempt went on after its worker was lost. */
  resumes: number;
  /** Whether the present attempt went on in a new session, for the former one had grown too long. */
  startedAnew: boolean;
  fence: number;
  createdBy: string;
  createdByName: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  runtimeId: string;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
  /** What the agent is asked. */
  prompt: string;
  /** Present only while running: at most one for an app, held by a unique index. */
  runningFor?: string;
  /** Present only while queued: at most one for an app. */
  queuedFor?: string;
  /** The queued turn must be started or removed by a person, for the one before it did not complete. */
  waitsForPerson: boolean;
  stopRequested: boolean;
  /** A platform decision that ends the attempt with this problem code. */
  endCode: string | null;
  leaseOwner: string | null;
  /** Milliseconds since the epoch. */
  leaseUntil: number;
  versionBeforeId: string | null;
  filesChanged: boolean;
  undone: boolean;
  failure: FailureView | null;
  usage: UsageView | null;
  /** Signature of the last failed `done_building` and how often it came in a row. */
  buildFailure: { signature: string; count: number } | null;
}

export const turnsCollection = defineCollection<Turn>()({
  name: "turns",
  fields: {
    workspaceId: "string",
    appId: "string",
    runId: "string",
    messageId: "string",
    state: "string",
    fence: "number",
    attempt: "number",
    dispatch: "number",
    runningFor: "string",
    queuedFor: "string",
    leaseOwner: "string",
    leaseUntil: "number",
    createdAt: "string",
    undone: "boolean",
  },
  indexes: [
    { name: "one_per_message", fields: ["runId", "messageId"], unique: true },
    { name: "one_running", fields: ["runningFor"], unique: true },
    { name: "one_queued", fields: ["queuedFor"], unique: true },
    { name: "by_run", fields: ["runId", "createdAt"] },
    { name: "by_state", fields: ["state", "leaseUntil"] },
  ],
  feed: "ids",
});

/** A stored message. `order` sorts a run's messages: turn, attempt, then question before answer. */
export interface MessageRecord {
  id: string;
  workspaceId: string;
  appId: string;
  runId: string;
  turnId: string;
  order: string;
  role: StoredMessage["role"];
  parts: StoredMessage["parts"];
  /** Whether some of the parts lie in blobs. */
  hasBlobs: boolean;
  metadata: MessageMetadata;
}

export const messagesCollection = defineCollection<MessageRecord>()({
  name: "messages",
  fields: {
    workspaceId: "string",
    runId: "string",
    turnId: "string",
    order: "string",
    role: "string",
    hasBlobs: "boolean",
  },
  indexes: [
    { name: "by_run", fields: ["runId", "order"] },
    { name: "by_turn", fields: ["turnId", "order"] },
  ],
  feed: "none",
});

/** Something an agent put before a person to decide. Its id is `<turnId>:<callId>`. */
export interface Card {
  id: string;
  workspaceId: string;
  appId: string;
  runId: string;
  turnId: string;
  callId: string;
  kind: "plan" | "suggestions";
  hash: string;
  payload: unknown;
  state: "open" | "decided" | "superseded";
  decision: (DecisionView & { turnId: string; choice?: number }) | null;
  createdAt: string;
}

export const cardsCollection = defineCollection<Card>()({
  name: "cards",
  fields: { workspaceId: "string", runId: "string", callId: "string", state: "string", createdAt: "string" },
  indexes: [{ name: "by_run", fields: ["runId", "callId"] }],
  feed: "none",
});

/** The answer given to a platform tool call, so that repeating the call repeats the answer. */
export interface ToolCallRecord {
  id: string;
  workspaceId: string;
  turnId: string;
  attempt: number;
  callId: string;
  tool: BuilderToolName;
  answer: { result: unknown; isError: boolean };
}

export const toolCallsCollection = defineCollection<ToolCallRecord>()({
  name: "tool_calls",
  fields: { turnId: "string" },
  indexes: [{ name: "by_turn", fields: ["turnId"] }],
  feed: "none",
});

/** A provider's session of one run and runtime. Its id is `<runId>:<runtimeId>`. */
export interface AgentSession {
  id: string;
  workspaceId: string;
  runId: string;
  state: SessionState;
  /** Turns that the session has seen or was told of. */
  coveredTurns: string[];
}

export const agentSessionsCollection = defineCollection<AgentSession>()({
  name: "agent_sessions",
  fields: { runId: "string" },
  indexes: [],
  feed: "none",
});

/** An app's working tree (`id` is the app's) or the tree before a turn (`id` is the turn's). */
export interface TreeRecord {
  id: string;
  workspaceId: string;
  tree: Manifest;
  hash: string;
}

export const treesCollection = defineCollection<TreeRecord>()({
  name: "trees",
  fields: { workspaceId: "string" },
  indexes: [],
  feed: "none",
});

/** What was still open in an answer: enough to go on translating where another process stopped. */
export interface OpenParts {
  part: { id: string; kind: "text" | "reasoning" } | null;
  /** `input` is the text of the input so far. */
  calls: { callId: string; toolName: string; available: boolean; input: string }[];
}

/** A running turn's answer as of its last checkpoint. Its id is the turn's; it is gone once the turn has ended. */
export interface TurnProgress {
  id: string;
  workspaceId: string;
  attempt: number;
  dispatch: number;
  /** The last event of this dispatch that is held here. */
  number: number;
  parts: StoredMessage["parts"];
  open: OpenParts;
  usage: Extract<WorkerEvent, { type: "usage" }> | null;
  filesChanged: boolean;
}

export const turnProgressCollection = defineCollection<TurnProgress>()({
  name: "turn_progress",
  fields: { workspaceId: "string" },
  indexes: [],
  feed: "none",
});

/** The condition under which a turn may be written by the process that works on it: nobody has taken it over. */
export const heldAs = (turn: Turn) =>
  ({ state: "running", attempt: turn.attempt, fence: turn.fence }) as const;
