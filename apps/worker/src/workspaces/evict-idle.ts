import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { isId } from "@second/contracts";
import { removeTree } from "../files/index.ts";
import { type AppState, newState, readState } from "./app-state.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import { removeIfEmpty } from "./write-tree.ts";

export interface IdleLimits {
  directoriesMax: number;
  freeBytesMin: number;
}

/** States of all directories that an earlier process left, by `<workspaceId>/<appId>`. Whatever else lies there stays. */
export async function readStates(root: string): Promise<Map<string, AppState>> {
  const states = new Map<string, AppState>();
  for (const workspaceId of await directoriesIn(root)) {
    if (!isId("workspace", workspaceId)) continue;
    for (const appId of await directoriesIn(join(root, workspaceId))) {
      if (!isId("app", appId)) continue;
      const key = `${workspaceId}/${appId}`;
      // Without a readable state nothing tells that web has its files, so it is not evicted before the next sync.
      states.set(key, (await readState(join(root, key))) ?? { ...newState(0), confirmed: false });
    }
  }
  return states;
}

/**
 * Removes directories that are not busy and whose files web is known to have, least recently used first, until the
 * limits hold. Returns the keys of those removed.
 */
export async function evictIdle(options: {
  root: string;
  limits: IdleLimits;
  states: Map<string, AppState>;
  busy: (key: string) => boolean;
  mutex: KeyedMutex;
}): Promise<string[]> {
  const { root, limits, states, busy, mutex } = options;
  const evicted: string[] = [];
  const idle = [...states]
    .filter(([key, state]) => state.confirmed && !busy(key))
    .sort((a, b) => a[1].usedAtMs - b[1].usedAtMs);
  for (const [key, seen] of idle) {
    if (states.size <= limits.directoriesMax && (await freeBytes(root)) >= limits.freeBytesMin) break;
    await mutex.run(key, async () => {
      const state = states.get(key);
      if (state === undefined || state.usedAtMs !== seen.usedAtMs || !state.confirmed || busy(key)) return;
      states.delete(key);
      await removeTree(join(root, key));
      evicted.push(key);
    });
  }
  for (const key of evicted) await removeIfEmpty(join(root, key.slice(0, key.indexOf("/"))));
  return evicted;
}

const directoriesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
