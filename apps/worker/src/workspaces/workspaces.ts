import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { isId, type Manifest, Problem } from "@second/contracts";
import { type BlobCache, isDiskFull, writing } from "../blobs/index.ts";
import { type AppState, newState, writeState } from "./app-state.ts";
import { checkManifest } from "./check-manifest.ts";
import { differingFiles } from "./differing-files.ts";
import { evictIdle, type IdleLimits, readStates } from "./evict-idle.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import type { HashMemory } from "./read-file.ts";
import { scanTree } from "./scan-tree.ts";
import { openTemplate } from "./template.ts";
import { sourceLimits } from "./tree-limits.ts";
import { clearStaging, placeFiles, removeOthers, stageFiles, type TreePlace } from "./write-tree.ts";

export interface AppKey {
  workspaceId: string;
  appId: string;
}

/** The working directories of apps, one per (workspace, app). All of it is a cache of what web has stored. */
export interface Workspaces {
  /** Where the app's files lie. The path's last part never moves, so that a jail may keep it bound. */
  directory(app: AppKey): string;
  /** Where builds of the app keep what makes the next one faster. Not part of the app's files. */
  cacheDirectory(app: AppKey): string;
  /**
   * Makes the directory equal to the manifest, or to the template when it is null. Excluded entries stay as they are.
   * With hashes `missing` from the blob cache nothing is changed; put them and call again. Throws `worker.fenced`,
   * `request.invalid`, `build.snapshot_limit`, `system.disk_full` (nothing half-written).
   */
  sync(app: AppKey, input: { fence: number; manifest: Manifest | null }): Promise<{ missing: string[] }>;
  /**
   * The files as they are, with their bytes in the blob cache. Takes milliseconds when nothing changed. Throws
   * `build.snapshot_limit`, `build.file_refused`.
   */
  scan(app: AppKey): Promise<Manifest>;
  /** Accepts this fencing number or a higher one from now on. Throws `worker.fenced` when a higher one was seen. */
  fence(app: AppKey, fence: number): Promise<void>;
  /** Keeps the directory from eviction until the returned function is called. */
  occupy(app: AppKey): () => void;
  /** The directory may hold what web has not stored yet, and stays until {@link confirmed} or the next sync. */
  changed(app: AppKey): Promise<void>;
  /** Web has stored a checkpoint of the directory as it is. */
  confirmed(app: AppKey): Promise<void>;
  /** Removes directories nobody uses, oldest first, until the limits hold. Returns how many. */
  evict(): Promise<number>;
}

const defaultIdleLimits: IdleLimits = { directoriesMax: 200, freeBytesMin: 512 * 1024 * 1024 };

export async function openWorkspaces(options: {
  directory: string;
  blobs: BlobCache;
  templateDirectory: string;
  idleLimits?: Partial<IdleLimits>;
  now?: () => number;
}): Promise<Workspaces> {
  const { blobs, now = Date.now } = options;
  const idleLimits = { ...defaultIdleLimits, ...options.idleLimits };
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const root = await realpath(options.directory);
  const template = await openTemplate(options.templateDirectory, blobs);
  const states = await readStates(root);
  const memories = new Map<string, HashMemory>();
  const occupants = new Map<string, number>();
  const mutex = createKeyedMutex();

  const filesOf = (key: string) => join(root, key, "files");
  const memoryOf = (key: string) => {
    const memory = memories.get(key) ?? new Map();
    memories.set(key, memory);
    return memory;
  };

  /** Records what changed of the state; the directory exists afterwards. */
  async function update(key: string, change: Partial<AppState>): Promise<void> {
    const before = states.get(key);
    const state = { ...(before ?? newState(now())), ...change, usedAtMs: now() };
    await writing(async () => {
      await mkdir(filesOf(key), { recursive: true, mode: 0o700 });
      if (before?.fence === state.fence && before.confirmed === state.confirmed) return;
      await writeState(join(root, key), state);
    });
    // Remembered only once it is written, so that a failed write is made up for by the next.
    states.set(key, state);
  }

  async function raiseFence(key: string, fence: number): Promise<void> {
    const seen = states.get(key)?.fence ?? 0;
    if (fence < seen) throw new Problem("worker.fenced", { extra: { fence, seen } });
    await update(key, { fence });
  }

  async function makeEqual(key: string, manifest: Manifest): Promise<string[]> {
    const place: TreePlace = { root: filesOf(key), staging: join(root, key, "staging") };
    const changed = await differingFiles(place.root, manifest, memoryOf(key));
    const missing = blobs.missing(Object.values(changed).map((file) => file.sha256));
    if (missing.length > 0) return missing;
    await clearStaging(place.staging);
    try {
      const staged = await stageFiles(place, changed, blobs);
      if (staged.missing.length > 0) return staged.missing;
      await removeOthers(place, manifest);
      await placeFiles(place, staged.staged);
      return [];
    } finally {
      await clearStaging(place.staging);
    }
  }

  const evict = () =>
    evictIdle({ root, limits: idleLimits, states, busy: (key) => occupants.has(key), mutex }).then(
      (evicted) => {
        for (const key of evicted) memories.delete(key);
        return evicted.length;
      },
    );

  function occupy(key: string): () => void {
    occupants.set(key, (occupants.get(key) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (occupants.get(key) ?? 1) - 1;
      if (others === 0) occupants.delete(key);
      else occupants.set(key, others);
    };
  }

  async function syncTo(key: string, fence: number, manifest: Manifest): Promise<string[]> {
    await raiseFence(key, fence);
    const attempt = () => writing(() => makeEqual(key, manifest));
    const missing = await attempt().catch(async (error) => {
      if (!isDiskFull(error) || (await evict()) === 0) throw error;
      return attempt();
    });
    if (missing.length === 0) await update(key, { confirmed: true });
    return missing;
  }

  return {
    directory: (app) => filesOf(keyOf(app)),
    cacheDirectory: (app) => join(root, keyOf(app), "cache"),
    async sync(app, { fence, manifest }) {
      const key = keyOf(app);
      if (manifest !== null) checkManifest(manifest);
      const leave = occupy(key);
      try {
        const wanted = manifest ?? (await template.manifest());
        const missing = await mutex.run(key, () => syncTo(key, fence, wanted));
        await evict();
        return { missing };
      } finally {
        leave();
      }
    },
    async scan(app) {
      const key = keyOf(app);
      return mutex.run(key, async () => {
        await update(key, {});
        return scanTree({ directory: filesOf(key), limits: sourceLimits, blobs, memory: memoryOf(key) });
      });
    },
    fence: (app, fence) => mutex.run(keyOf(app), () => raiseFence(keyOf(app), fence)),
    occupy: (app) => occupy(keyOf(app)),
    changed: (app) => mutex.run(keyOf(app), () => update(keyOf(app), { confirmed: false })),
    confirmed: (app) => mutex.run(keyOf(app), () => update(keyOf(app), { confirmed: true })),
    evict,
  };
}

/** Ids become names of directories, so they are checked here too, whoever calls. */
function keyOf({ workspaceId, appId }: AppKey): string {
  if (!isId("workspace", workspaceId) || !isId("app", appId)) throw new Problem("resource.not_found");
  return `${workspaceId}/${appId}`;
}
