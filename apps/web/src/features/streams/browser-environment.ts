import { openConnection } from "./connection.ts";
import type { HubEnvironment, SharedEnvironment } from "./environment.ts";

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

function listen(target: EventTarget, names: readonly string[], callback: () => void): () => void {
  for (const name of names) target.addEventListener(name, callback);
  return () => {
    for (const name of names) target.removeEventListener(name, callback);
  };
}

function sharedEnvironment(): SharedEnvironment | null {
  // Web Locks exist in secure contexts only; on plain HTTP beyond loopback each tab is its own hub.
  if (!("locks" in navigator) || typeof BroadcastChannel === "undefined") return null;
  return {
    lock(name, granted) {
      const withdrawal = new AbortController();
      navigator.locks
        .request(name, { signal: withdrawal.signal }, () => new Promise<void>((release) => granted(release)))
        .catch((error: unknown) => {
          if (!withdrawal.signal.aborted) reportError(error);
        });
      return () => withdrawal.abort();
    },
    join(name, onMessage) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => onMessage(data);
      return { post: (message) => channel.postMessage(message), leave: () => channel.close() };
    },
  };
}

/** The hub's environment in a real page. */
export function browserEnvironment(): HubEnvironment {
  return {
    connect: (channels, events) =>
      openConnection({ fetch: (url, init) => fetch(url, init), after }, channels, events),
    now: () => performance.now(),
    after,
    random: Math.random,
    report: (error) => reportError(error),
    uniqueName: () => crypto.getRandomValues(new Uint32Array(3)).join("-"),
    shared: sharedEnvironment(),
    isVisible: () => document.visibilityState === "visible",
    onVisibility: (callback) => listen(document, ["visibilitychange"], callback),
    onWake: (callback) => listen(window, ["focus", "online"], callback),
  };
}
