import { z } from "zod";
import type { AggregateRow, AppDocument, AppMemberView, BatchResultView, Side } from "./http/data.ts";
import {
  aggregateBody,
  batchBody,
  collectionNameSchema,
  countBody,
  documentDataSchema,
} from "./http/data.ts";
import type { FieldFault } from "./problems.ts";

/** The data protocol between an app's frame and its host page, protocol 2. Messages up to 2 MiB, 100 in flight. */
export const bridgeProtocol = 2;
export const bridgeLimits = {
  messageBytesMax: 2 * 1024 * 1024,
  inFlightMax: 100,
  requestIdLengthMax: 64,
} as const;

const request = <T extends string, F extends z.ZodRawShape>(type: T, fields: F) =>
  z.strictObject({
    source: z.literal("second-app"),
    type: z.literal(type),
    requestId: z.string().min(1).max(bridgeLimits.requestIdLengthMax),
    ...fields,
  });

const selection = {
  where: z.unknown().optional(),
  orderBy: z.array(z.string().max(130)).max(3).optional(),
  limit: z.number().int().min(1).max(10_000).optional(),
};
const collection = collectionNameSchema;
const docId = z.string().max(64);
const subscriptionId = z.string().min(1).max(64);

/** App → host. The frame never names workspace, app, side or user. */
export const bridgeRequestSchema = z.discriminatedUnion("type", [
  request("second:hello", { protocol: z.number().int(), sdkVersion: z.string().max(40) }),
  request("second:data:list", { collection }),
  request("second:data:doc", { collection, docId }),
  request("second:data:insert", { collection, data: documentDataSchema, id: docId.optional() }),
  request("second:data:update", {
    collection,
    docId,
    data: documentDataSchema,
    ifVersion: z.number().int().positive().optional(),
  }),
  request("second:data:delete", { collection, docId }),
  request("second:data:replace", {
    collection,
    docId,
    data: documentDataSchema,
    ifVersion: z.number().int().positive(),
  }),
  /** One transaction, as over HTTP. */
  request("second:data:batch", batchBody.shape),
  request("second:data:query", { collection, ...selection, cursor: z.string().max(2048).optional() }),
  /**
   * Figures, as over HTTP. With a `subscriptionId`, an update of that id without changes says once that they may be old;
   * ask again under the same id.
   */
  request("second:data:count", {
    ...countBody.omit({ minPosition: true }).shape,
    subscriptionId: subscriptionId.optional(),
  }),
  request("second:data:aggregate", {
    ...aggregateBody.omit({ minPosition: true }).shape,
    subscriptionId: subscriptionId.optional(),
  }),
  /** Either `docId` (one document) or a selection. Without `limit`: 500 at once, then pages up to 10,000. */
  request("second:data:subscribe", { subscriptionId, collection, docId: docId.optional(), ...selection }),
  request("second:data:extend", { subscriptionId, limit: z.number().int().min(1).max(10_000) }),
  request("second:data:unsubscribe", { subscriptionId }),
  request("second:members:list", {}),
]);
export type BridgeRequest = z.infer<typeof bridgeRequestSchema>;
export type BridgeRequestType = BridgeRequest["type"];

export interface BridgeError {
  code: string;
  title: string;
  detail?: string;
  status: number;
  retryable: boolean;
  fields?: FieldFault[];
  /** The document as it stands, on a conflict. */
  current?: AppDocument;
  /** Which operation of a batch was refused, from 0. */
  index?: number;
  /** How long the server wants to be left alone. */
  retryAfterMs?: number;
}

export interface BridgeUser {
  id: string;
  name: string;
  email: string;
  avatar: string | null;
  role: string;
  teams: { id: string; name: string }[];
}

/** What each request is answered with, beside `source`, `type` (`<type>-response`), `requestId` and `error?`. */
export interface BridgeAnswers {
  "second:hello": {
    protocol: number;
    side: Side;
    user: BridgeUser;
    limits: { documentBytesMax: number };
    theme: "light" | "dark";
  };
  "second:data:list": { collection: string; docs: AppDocument[] };
  "second:data:doc": { collection: string; doc: AppDocument | null };
  "second:data:insert": { collection: string; doc: AppDocument | null };
  "second:data:update": { collection: string; docId: string; doc: AppDocument | null };
  "second:data:delete": { collection: string; docId: string };
  "second:data:replace": { collection: string; docId: string; doc: AppDocument | null };
  "second:data:batch": BatchResultView;
  "second:data:query": { collection: string; docs: AppDocument[]; nextCursor: string | null };
  "second:data:count": { collection: string; count: number; exact: boolean };
  "second:data:aggregate": { collection: string; rows: AggregateRow[]; exact: boolean };
  "second:data:subscribe": { subscriptionId: string; docs: AppDocument[]; hasMore: boolean };
  "second:data:extend": { subscriptionId: string; docs: AppDocument[]; hasMore: boolean };
  "second:data:unsubscribe": { subscriptionId: string };
  "second:members:list": { members: AppMemberView[] };
}

export type ConnectionStatus =
  | "loading"
  | "partial"
  | "live"
  | "reconnecting"
  | "offline"
  | "denied"
  | "error";

/** One subscription's changes in one post. `docs` (a reset) replaces everything held. */
export interface SubscriptionUpdate {
  subscriptionId: string;
  changes: { type: "insert" | "update" | "delete"; docId: string; version: number; doc?: AppDocument }[];
  /** The whole result anew, after a reset or a further page; `changes` is then empty. */
  docs?: AppDocument[];
  hasMore?: boolean;
  status?: ConnectionStatus;
  error?: BridgeError;
}

/** Host → app, unasked. A post moves all subscriptions of the frame to the same position. */
export type BridgePush =
  | {
      source: "second-platform";
      type: "second:data:subscription";
      updates: SubscriptionUpdate[];
      /** Answered writes, by request id, whose changes are in every subscription from this post on. */
      settled?: string[];
    }
  | { source: "second-platform"; type: "second:data:status"; status: ConnectionStatus; since: string }
  | { source: "second-platform"; type: "second:preview:theme"; theme: "light" | "dark" };
