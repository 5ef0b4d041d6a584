import { useCallback, useSyncExternalStore } from "react";

/**
 * Screen state that survives reload and can be shared: the query part of the hash, `#/contracts?q=cloud&sort=-due`.
 * Search, filters, sort order, view and the open item belong here; drafts of a form do not.
 */

const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("hashchange", notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("hashchange", notify);
  };
}

function readHash(): { path: string; query: URLSearchParams } {
  const [path = "", query = ""] = window.location.hash.replace(/^#/, "").split("?", 2);
  return { path, query: new URLSearchParams(query) };
}

/** Writes several keys at once; null, or what equals the empty text, removes one. `push` makes Back return here. */
export function setUrlState(changes: Record<string, string | null>, options?: { push?: boolean }): void {
  const { path, query } = readHash();
  for (const [key, value] of Object.entries(changes)) {
    if (value) query.set(key, value);
    else query.delete(key);
  }
  const text = query.toString();
  const hash = `#${path || "/"}${text ? `?${text}` : ""}`;
  if (hash === window.location.hash) return;
  if (options?.push) {
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(window.history.state, "", hash);
  notify();
}

/** One text value of the URL. `push` makes Back return to the value before, as an open item should. */
export function useUrlState(
  key: string,
  fallback = "",
  options?: { push?: boolean },
): [string, (next: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readHash().query.get(key) ?? fallback);
  const push = options?.push ?? false;
  const set = useCallback(
    (next: string | null) => setUrlState({ [key]: next === fallback ? null : next }, { push }),
    [key, fallback, push],
  );
  return [value, set];
}

/** A sort order: a column's key and its direction. */
export interface Sort {
  key: string;
  desc: boolean;
}

/** The sort order of a table, in the URL as `sort=-due`. */
export function useUrlSort(fallback: Sort): [Sort, (next: Sort) => void] {
  const [text, setText] = useUrlState("sort", writeSort(fallback));
  const set = useCallback((next: Sort) => setText(writeSort(next)), [setText]);
  return [{ key: text.replace(/^-/, ""), desc: text.startsWith("-") }, set];
}

function writeSort(sort: Sort): string {
  return `${sort.desc ? "-" : ""}${sort.key}`;
}
