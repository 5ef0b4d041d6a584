import type {
  CollectionResult,
  ConnectionStatus,
  CurrentUser,
  Doc,
  Fields,
  Member,
  SecondDataError,
} from "@second/app-sdk";
import { useSyncExternalStore } from "react";
import { failure } from "./failures.ts";

export type * from "@second/app-sdk";

/**
 * A stand-in for the SDK: documents in memory, answers at once.
 */
interface State {
  collections: Record<string, Doc<object>[]>;
  status: ConnectionStatus;
  loading: boolean;
  error: SecondDataError | null;
  /** The next writes fail with it. */
  failWrites: SecondDataError | null;
}

const base = { _version: 1, _createdAt: "2026-11-01T09:00:00Z", _updatedAt: "2026-11-24T09:40:00Z" };

let state: State = { collections: {}, status: "live", loading: false, error: null, failWrites: null };
let nextId = 1;
const listeners = new Set<() => void>();

export function setState(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

export function seed(name: string, rows: readonly object[]): void {
  const docs = rows.map((row) => withMeta(row));
  setState({ collections: { ...state.collections, [name]: docs } });
}

function withMeta(row: object): Doc<object> {
  return { ...row, ...base, _id: `doc${nextId++}`, _createdBy: "ada", _updatedBy: "grace" };
}

function useState(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** A change that another person made, found by a text on the row. */
function changeElsewhere(name: string, text: string, fields: object): void {
  const docs = state.collections[name] ?? [];
  const changed = docs.map((doc) =>
    Object.values(doc).includes(text) ? { ...doc, ...fields, _version: doc._version + 1 } : doc,
  );
  setState({ collections: { ...state.collections, [name]: changed } });
}

declare global {
  interface Window {
    /** For tests: what the hooks say, what others do meanwhile, and what is stored. */
    gallery: {
      setState: typeof setState;
      changeElsewhere: typeof changeElsewhere;
      documents: (name: string) => readonly Doc<object>[];
    };
  }
}
window.gallery = { setState, changeElsewhere, documents: (name) => state.collections[name] ?? [] };

export function useCollection<T>(name: string): CollectionResult<T> {
  const { collections, loading, error, status } = useState();
  const docs = (collections[name] ?? []) as Doc<T>[];
  const write = (next: Doc<object>[]) => {
    if (state.failWrites) throw state.failWrites;
    setState({ collections: { ...state.collections, [name]: next } });
  };
  return {
    data: error || loading ? [] : docs,
    loading,
    error,
    status,
    hasMore: false,
    loadMore: () => undefined,
    async insert(fields: Fields<T>) {
      const doc = withMeta(fields as object);
      write([doc, ...(state.collections[name] ?? [])]);
      return doc as Doc<T>;
    },
    async update(id, fields, options) {
      const held = (state.collections[name] ?? []).find((doc) => doc._id === id);
      if (options?.ifVersion && held && held._version !== options.ifVersion) {
        throw failure({ code: "document.conflict", status: 409, current: held });
      }
      const changed = { ...held, ...fields, _version: (held?._version ?? 0) + 1 } as Doc<T>;
      write((state.collections[name] ?? []).map((doc) => (doc._id === id ? changed : doc)));
      return changed;
    },
    async remove(id) {
      write((state.collections[name] ?? []).filter((doc) => doc._id !== id));
    },
  };
}

export const members: Member[] = [
  ["ada", "Ada Moreno"],
  ["grace", "Grace Okafor"],
  ["jonas", "Jonas Weil"],
  ["mei", "Mei Tanaka"],
  ["priya", "Priya Raman"],
  ["tomas", "Tomás Lindqvist"],
].map(([id = "", name = ""]) => ({ id, name, avatar: null }));

const ada: CurrentUser = {
  id: "ada",
  name: "Ada Moreno",
  email: "ada@example.com",
  avatar: null,
  role: "editor",
  teams: [],
};

export const useMembers = () => ({ members, loading: false });
export const useCurrentUser = () => ({ user: ada, loading: false });
export function useConnection() {
  return { status: useState().status, since: new Date(Date.now() - 3_600_000).toISOString() };
}
