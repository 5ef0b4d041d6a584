import type { AppDocument, BatchOperation } from "@second/contracts";
import type { Connection } from "./connection.ts";
import type { PendingWrite } from "./pending-write.ts";

/** One write of a request. `ifVersion` refuses it when another version is stored. */
export interface Part {
  readonly write: PendingWrite;
  ifVersion: number | undefined;
}

/** A request on its way: one write, or several that are stored together or not at all. */
export interface Sending {
  readonly requestId: string;
  readonly parts: readonly Part[];
  readonly isBatch: boolean;
  /** Settles with the stored documents, null for removals; the next write of any of them waits for it. */
  answer: Promise<Answer>;
}

export type Answer = readonly (AppDocument | null)[];

/** One try. @throws SecondDataError */
export async function sendOnce(
  connection: Connection,
  { requestId, parts, isBatch }: Sending,
): Promise<Answer> {
  if (isBatch) {
    const operations = parts.map(operationOf);
    const { results } = await connection.request("second:data:batch", { operations }, requestId);
    return results.map((result) => ("doc" in result ? result.doc : null));
  }
  return Promise.all(parts.map((part) => sendPart(connection, part)));
}

async function sendPart(connection: Connection, { write, ifVersion }: Part): Promise<AppDocument | null> {
  const { requestId, collection, docId, fields } = write;
  const data = { ...fields };
  const version = ifVersion === undefined ? {} : { ifVersion };
  switch (write.kind) {
    case "insert": {
      const insert = { collection, data, id: docId };
      return (await connection.request("second:data:insert", insert, requestId)).doc;
    }
    case "update": {
      const update = { collection, docId, data, ...version };
      return (await connection.request("second:data:update", update, requestId)).doc;
    }
    case "replace": {
      const replace = { collection, docId, data, ifVersion: ifVersion ?? 0 };
      return (await connection.request("second:data:replace", replace, requestId)).doc;
    }
    case "remove":
      await connection.request("second:data:delete", { collection, docId }, requestId);
      return null;
  }
}

function operationOf({ write, ifVersion }: Part): BatchOperation {
  const { kind, collection, docId, fields } = write;
  if (kind === "remove") return { op: "delete", collection, docId };
  const version = ifVersion === undefined ? {} : { ifVersion };
  return { op: kind === "insert" ? "insert" : "update", collection, docId, data: { ...fields }, ...version };
}
