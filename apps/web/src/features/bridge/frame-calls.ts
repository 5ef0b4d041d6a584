import type { AppDocument, BridgeAnswers, BridgeError, BridgeRequest } from "@second/contracts";
import type { Called, DataApi } from "./data-api.ts";
import { rowsMax } from "./live-selection.ts";

type Of<T extends BridgeRequest["type"]> = Extract<BridgeRequest, { type: T }>;
export type WriteRequest = Of<`second:data:${"insert" | "update" | "replace" | "delete" | "batch"}`>;
type DocumentWrite = Exclude<WriteRequest, { type: "second:data:batch" }>;
export type ReadRequest = Of<
  "second:data:list" | "second:data:doc" | "second:data:query" | "second:members:list"
>;
type Answered<T extends BridgeRequest["type"]> = BridgeAnswers[T] & { error?: BridgeError };

/** The document by whose change a write is known to have arrived: a batch arrives whole. Null when its id is not known. */
export function targetOf(request: WriteRequest): { collection: string; docId: string } | null {
  if (request.type === "second:data:insert") return namedTarget(request.collection, request.id);
  if (request.type !== "second:data:batch") return namedTarget(request.collection, request.docId);
  const last = request.operations.at(-1);
  return last ? namedTarget(last.collection, last.docId) : null;
}

const namedTarget = (collection: string, docId: string | undefined) =>
  docId === undefined ? null : { collection, docId };

/** Sends a frame's write. `version` is that of its target once stored, null for a removal; absent when it was refused. */
export async function callWrite(
  api: DataApi,
  request: WriteRequest,
  key: string,
): Promise<{ fields: Answered<WriteRequest["type"]>; version?: number | null }> {
  if (request.type === "second:data:batch") return callBatch(api, request, key);
  const { collection } = request;
  if (request.type === "second:data:delete") {
    const { docId } = request;
    const called = await api.remove(collection, docId, key);
    const fields = { collection, docId };
    return called.kind === "ok" ? { fields, version: null } : { fields: { ...fields, error: called.error } };
  }
  const called = await sendDocument(api, request, key);
  const named = request.type === "second:data:insert" ? { collection } : { collection, docId: request.docId };
  if (called.kind === "failed") return { fields: { ...named, doc: null, error: called.error } };
  const { doc } = called.value;
  return { fields: { ...named, doc }, version: doc._version };
}

async function callBatch(api: DataApi, { operations }: Of<"second:data:batch">, key: string) {
  const called = await api.batch(operations, key);
  if (called.kind === "failed") return { fields: { results: [], error: called.error } };
  const last = called.value.results.at(-1);
  return { fields: called.value, version: last && "doc" in last ? last.doc._version : null };
}

function sendDocument(
  api: DataApi,
  request: Exclude<DocumentWrite, { type: "second:data:delete" }>,
  key: string,
): Promise<Called<{ doc: AppDocument }>> {
  const { collection, data } = request;
  switch (request.type) {
    case "second:data:insert":
      return api.insert({ collection, data, ...(request.id === undefined ? {} : { id: request.id }) }, key);
    case "second:data:update":
      return api.update(request.docId, { collection, data }, { key, ifVersion: request.ifVersion });
    case "second:data:replace":
      return api.replace(request.docId, { collection, data }, { key, ifVersion: request.ifVersion });
  }
}

/** Answers a frame's single read. What is missing or hidden is null without an error. */
export async function callRead(api: DataApi, request: ReadRequest): Promise<Answered<ReadRequest["type"]>> {
  switch (request.type) {
    case "second:members:list": {
      const called = await api.members();
      return called.kind === "ok" ? called.value : { members: [], error: called.error };
    }
    case "second:data:doc": {
      const { collection, docId } = request;
      const called = await api.get(collection, docId);
      if (called.kind === "ok") return { collection, doc: called.value.doc };
      const isMissing = called.error.code === "resource.not_found";
      return { collection, doc: null, ...(isMissing ? {} : { error: called.error }) };
    }
    case "second:data:query": {
      const { type: _type, source: _source, requestId: _requestId, ...query } = request;
      const { collection } = request;
      const called = await api.query(query);
      if (called.kind === "failed") return { collection, docs: [], nextCursor: null, error: called.error };
      const { docs, nextCursor } = called.value;
      return { collection, docs, nextCursor };
    }
    case "second:data:list":
      return listAll(api, request.collection);
  }
}

async function listAll(api: DataApi, collection: string): Promise<Answered<"second:data:list">> {
  const docs: AppDocument[] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(500, rowsMax - docs.length);
    const called: Awaited<ReturnType<DataApi["query"]>> = await api.query({
      collection,
      limit,
      ...(cursor === null ? {} : { cursor }),
    });
    if (called.kind === "failed") return { collection, docs: [], error: called.error };
    docs.push(...called.value.docs);
    cursor = called.value.nextCursor;
  } while (cursor !== null && docs.length < rowsMax);
  return { collection, docs };
}
