import type { DocumentPatch } from "@second/contracts";

/** One wanted change of one document. Contents are as a caller sent them. */
export type WriteOperation =
  | { op: "insert"; collection: string; docId?: string | undefined; fields: Record<string, unknown> }
  | { op: "update"; collection: string; docId: string; patch: DocumentPatch; ifVersion?: number | undefined }
  | { op: "replace"; collection: string; docId: string; fields: Record<string, unknown>; ifVersion: number }
  | { op: "delete"; collection: string; docId: string; ifVersion?: number | undefined };
