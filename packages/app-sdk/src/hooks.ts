import type { AppDocument } from "@second/contracts";
import { useMemo, useState } from "react";
import {
  currentClient,
  type LiveHandle,
  type SecondClient,
  type Selection,
  selectionKey,
  type Write,
} from "./client.ts";
import { invalidError } from "./errors.ts";
import { loadingSnapshot, type ResultSnapshot } from "./live-result.ts";
import type {
  CollectionOptions,
  CollectionResult,
  ConnectionStatus,
  CurrentUser,
  Doc,
  DocResult,
  Member,
  SecondDataError,
} from "./types.ts";
import { useReadable } from "./use-readable.ts";

/**
 * The documents of a collection, live. Options are compared by value. Without `limit` the first 500 come at once and up to
 * 10,000 follow. `error` is that of the reading, else of the last write made through this hook.
 */
export function useCollection<T>(name: string, options: CollectionOptions<T> = {}): CollectionResult<T> {
  const client = currentClient();
  const { where, orderBy, limit } = options;
  const { handle, snapshot } = useLive(client, {
    collection: name,
    ...(where === undefined ? {} : { where }),
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(limit === undefined ? {} : { limit }),
  });
  const { failed, write } = useWrite(client, name);
  const actions = useMemo(
    () => ({
      loadMore: () => handle.loadMore(),
      insert: async (fields: object) => asDoc<T>(await write({ kind: "insert", collection: name, fields })),
      update: async (docId: string, fields: object, { ifVersion }: { ifVersion?: number } = {}) =>
        asDoc<T>(await write({ kind: "update", collection: name, docId, fields, ifVersion })),
      remove: async (docId: string) => {
        await write({ kind: "remove", collection: name, docId });
      },
    }),
    [handle, write, name],
  );
  return useMemo(
    () => ({
      ...snapshot,
      // What is stored in a collection has the shape that the app gives it.
      data: snapshot.data as readonly Doc<T>[],
      error: snapshot.error ?? failed,
      ...actions,
    }),
    [snapshot, failed, actions],
  );
}

/** One document, live; null asks for none. */
export function useDoc<T>(name: string, id: string | null): DocResult<T> {
  const client = currentClient();
  const { snapshot } = useLive(client, id === null ? null : { collection: name, docId: id });
  const { failed, write } = useWrite(client, `${name}/${id}`);
  const actions = useMemo(() => {
    const named = () => {
      if (id === null) throw invalidError("/docId", "is missing");
      return { collection: name, docId: id };
    };
    return {
      update: async (fields: object, { ifVersion }: { ifVersion?: number } = {}) =>
        asDoc<T>(await write({ kind: "update", ...named(), fields, ifVersion })),
      remove: async () => {
        await write({ kind: "remove", ...named() });
      },
    };
  }, [write, name, id]);
  return useMemo(() => {
    const { data, loading, error, status } = snapshot;
    const [doc] = data;
    return { data: doc ? asDoc<T>(doc) : null, loading, error: error ?? failed, status, ...actions };
  }, [snapshot, failed, actions]);
}

/** The person in front of this app. */
export function useCurrentUser(): { user: CurrentUser | null; loading: boolean } {
  return useReadable(currentClient().user);
}

/** Who may open this app. */
export function useMembers(): { members: readonly Member[]; loading: boolean } {
  return useReadable(currentClient().members);
}

/** How this app's connection stands, and since when (ISO time). */
export function useConnection(): { status: ConnectionStatus; since: string } {
  return useReadable(currentClient().connection);
}

const nothingSnapshot: ResultSnapshot = { ...loadingSnapshot, loading: false, status: "live" };
const nothing: LiveHandle = {
  get: () => nothingSnapshot,
  subscribe: () => () => undefined,
  loadMore: () => undefined,
};

function useLive(client: SecondClient, selection: Selection | null) {
  const key = selection === null ? null : selectionKey(selection);
  const handle = useMemo(() => (key === null ? nothing : client.live(JSON.parse(key))), [client, key]);
  return { handle, snapshot: useReadable(handle) };
}

interface Failed {
  of: string;
  error: SecondDataError | null;
}

/** Writes, and the error of the last one. It is told of what was written to only: `key` names that. */
function useWrite(client: SecondClient, key: string) {
  const [failed, setFailed] = useState<Failed>({ of: key, error: null });
  const write = useMemo(
    () => (write: Write) => {
      setFailed((last) => (last.of === key && last.error === null ? last : { of: key, error: null }));
      // A late refusal does not hide what was written meanwhile to something else.
      const onError = (error: SecondDataError) =>
        setFailed((last) => (last.of === key ? { of: key, error } : last));
      return client.write(write, { onError });
    },
    [client, key],
  );
  return { failed: failed.of === key ? failed.error : null, write };
}

/** What is stored in a collection has the shape that the app gives it; a write that keeps a document answers it. */
function asDoc<T>(doc: AppDocument | null): Doc<T> {
  return doc as Doc<T>;
}
