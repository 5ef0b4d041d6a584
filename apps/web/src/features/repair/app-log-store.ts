"use client";
import { useCallback, useState, useSyncExternalStore } from "react";
import {
  type AppLog,
  emptyLog,
  type LoadLog,
  type ToldMessage,
  withLoad,
  withMessage,
  withOnly,
  withoutEntries,
} from "./app-log.ts";
import { originalStack } from "./original-stack.ts";

const stackLengthMax = 16_000;

/**
 * What the loads of an app tell. It stands beside React, so that an app that talks much renders only those who read
 * it, and them once a painted frame.
 */
function openAppLog() {
  let log = emptyLog;
  let isTelling = false;
  const listeners = new Set<() => void>();
  function become(next: AppLog): void {
    if (next === log) return;
    log = next;
    if (isTelling) return;
    isTelling = true;
    requestAnimationFrame(() => {
      isTelling = false;
      for (const listener of listeners) listener();
    });
  }
  return {
    get: () => log,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    begin: (key: string, versionId: string) => become(withLoad(log, key, { versionId, atMs: Date.now() })),
    /** `base` is the address of the load's preview; places in an error's stack become those of the source. */
    hear: async (key: string, told: { message: ToldMessage; base: string; isTurnRunning: boolean }) => {
      const { base, isTurnRunning } = told;
      const atMs = Date.now();
      const message = await withSources(base, told.message);
      become(withMessage(log, key, { message, atMs, isTurnRunning }));
    },
    keepOnly: (keys: readonly string[]) => become(withOnly(log, keys)),
    clear: (key: string) => become(withoutEntries(log, key)),
  };
}

async function withSources(base: string, message: ToldMessage): Promise<ToldMessage> {
  if (message.type !== "second:preview:error" || message.stack === undefined) return message;
  return { ...message, stack: (await originalStack(base, message.stack)).slice(0, stackLengthMax) };
}

export type AppLogStore = ReturnType<typeof openAppLog>;

/** The log of the loads that a component shows, for as long as it is there. */
export function useAppLog(): AppLogStore {
  const [store] = useState(openAppLog);
  return store;
}

/** The log of one load as it is now; undefined before it has begun. */
export function useLoadLog(store: AppLogStore, key: string): LoadLog | undefined {
  const get = useCallback(() => store.get().loads[key], [store, key]);
  return useSyncExternalStore(store.subscribe, get, () => undefined);
}

/** The moment before which fixes of an error no longer count; empty when all do. */
export function useForgivenAt(store: AppLogStore, signature: string): string {
  const get = useCallback(() => store.get().forgiven[signature] ?? "", [store, signature]);
  return useSyncExternalStore(store.subscribe, get, () => "");
}
