import { z } from "zod";

export const sides = ["draft", "published"] as const;
export type Side = (typeof sides)[number];

export const documentLimits = {
  sizeBytesMax: 262_144,
  depthMax: 16,
  keysPerObjectMax: 500,
  keyLengthMax: 128,
  collectionsMax: 100,
  pageDefault: 50,
  pageMax: 500,
  pageBytesMax: 4 * 1024 * 1024,
  batchMax: 100,
  batchBytesMax: 2 * 1024 * 1024,
} as const;

export const collectionNameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
/** Shape only; `domain/data` checks sizes, depth and keys and answers `document.invalid` or `.too_large`. */
export const documentDataSchema = z.custom<Record<string, unknown>>(
  // Passed on as it is: `z.record` would drop a `__proto__` silently instead of letting it be refused.
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  { error: "must be an object" },
);

export const listQuery = z.strictObject({
  side: z.enum(sides),
  collection: collectionNameSchema.optional(),
  /** JSON text of a `where`. */
  where: z.string().max(16_384).optional(),
  /** Comma-separated field names, `-` before a name for descending. */
  orderBy: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(documentLimits.pageMax).optional(),
  cursor: z.string().max(2048).optional(),
  minPosition: z.string().max(80).optional(),
});

export const queryBody = z.strictObject({
  collection: collectionNameSchema,
  where: z.unknown().optional(),
  orderBy: z.array(z.string().max(130)).max(3).optional(),
  limit: z.number().int().min(1).max(documentLimits.pageMax).optional(),
  cursor: z.string().max(2048).optional(),
  minPosition: z.string().max(80).optional(),
});
export type DataQuery = z.infer<typeof queryBody>;

const fieldNames = z.array(z.string().max(640));
export const countBody = queryBody.pick({ collection: true, where: true, minPosition: true });
export const aggregateBody = countBody.extend({
  groupBy: fieldNames.max(3).optional(),
  /** Fields by operator; every row has its count besides. */
  metrics: z
    .strictObject({
      sum: fieldNames.optional(),
      avg: fieldNames.optional(),
      min: fieldNames.optional(),
      max: fieldNames.optional(),
    })
    .optional(),
});

export const sideQuery = z.strictObject({ side: z.enum(sides) });
export const documentQuery = z.strictObject({ side: z.enum(sides), collection: collectionNameSchema });
export const dataStreamQuery = z.strictObject({ side: z.enum(sides), after: z.string().max(80).optional() });

export const insertBody = z.strictObject({
  collection: collectionNameSchema,
  data: documentDataSchema,
  id: z.string().max(64).optional(),
});
export const patchBody = z.strictObject({
  collection: collectionNameSchema,
  data: documentDataSchema.optional(),
  unset: z.array(z.string().max(640)).max(100).optional(),
  inc: z.record(z.string(), z.number()).optional(),
  push: z.record(z.string(), z.unknown()).optional(),
  pull: z.record(z.string(), z.unknown()).optional(),
});
export type DocumentPatch = Omit<z.infer<typeof patchBody>, "collection">;
export const putBody = z.strictObject({ collection: collectionNameSchema, data: documentDataSchema });
export const batchBody = z.strictObject({
  operations: z
    .array(
      z.strictObject({
        op: z.enum(["insert", "update", "delete"]),
        collection: collectionNameSchema,
        docId: z.string().max(64).optional(),
        data: documentDataSchema.optional(),
        ifVersion: z.number().int().positive().optional(),
      }),
    )
    .min(1)
    .max(documentLimits.batchMax),
});

export type BatchOperation = z.infer<typeof batchBody>["operations"][number];

/** One result for each operation of a batch: the stored document, or that it was deleted. */
export interface BatchResultView {
  results: ({ doc: AppDocument } | { ok: true; docId: string })[];
}

/** A document as apps see it: its own fields beside the system ones. */
export interface AppDocument {
  _id: string;
  _version: number;
  _createdAt: string;
  _updatedAt: string;
  _createdBy: string;
  _updatedBy: string;
  [field: string]: unknown;
}

export interface DocumentPageView {
  docs: AppDocument[];
  nextCursor: string | null;
  /** Every change up to it is in the answer. */
  position: string;
}

type Scalar = string | number | boolean | null;

/** What the documents of one group come to. Figures are by the names of their fields; those not asked for are empty. */
export interface AggregateRow {
  /** Their values of the fields grouped by. A field is left out where they lack it, or hold a list or an object. */
  group: Record<string, Scalar>;
  count: number;
  /** Of the numbers alone; 0 when there are none. */
  sum: Record<string, number>;
  /** Of the numbers alone; null when there are none. */
  avg: Record<string, number | null>;
  /** By the order of queries, without what is absent, null, a list or an object; null when nothing is left. */
  min: Record<string, Scalar>;
  max: Record<string, Scalar>;
}

export interface DocumentCountView {
  count: number;
  exact: boolean;
  /** Every change up to it is in the answer. */
  position: string;
}

export interface DocumentAggregateView {
  rows: AggregateRow[];
  /** False when there are more groups than rows. */
  exact: boolean;
  position: string;
}

export interface CollectionListView {
  collections: { name: string; count: number; declared: boolean }[];
}

/** Data of a `change` event of the live stream; its SSE id is its position. */
export interface DocumentChange {
  type: "insert" | "update" | "delete";
  collection: string;
  docId: string;
  version: number;
  /** Absent on delete. */
  doc?: AppDocument;
  /** Changes of one transaction share it and arrive together; `last` closes it. */
  txn: string;
  last: boolean;
}

export interface AppMemberView {
  id: string;
  name: string;
  /** A data URL of at most 16 KB, or null. */
  avatar: string | null;
}
