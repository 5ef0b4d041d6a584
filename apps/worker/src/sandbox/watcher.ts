import { killQuietly, type ProcessEntry, proportionalBytes, readProcesses, treeOf } from "./process-tree.ts";
import type { Breach, SpawnLimits } from "./sandbox.ts";

interface Watched {
  pid: number;
  jailed: boolean;
  limits: SpawnLimits;
  onBreach: (kind: Breach) => void;
}

export interface Watcher {
  /** Watches until the returned function is called. */
  watch(process: Watched): () => void;
}

const sweepMs = 500;

/**
 * Keeps the limits that bubblewrap does not: memory, number of processes, duration. One sweep over the machine's
 * processes serves all that are watched; without any there is no timer.
 */
export function createWatcher(): Watcher {
  const watched = new Map<Watched, { since: number; commands: Map<string, number> }>();
  let timer: NodeJS.Timeout | null = null;

  async function sweep(): Promise<void> {
    const all = await readProcesses();
    for (const [process, state] of watched) {
      const tree = treeOf(process.pid, all);
      const breach = await findBreach(process, tree, state.since);
      if (breach) process.onBreach(breach);
      else endLongCommands(process, tree, state.commands);
    }
  }
  function schedule(): void {
    if (timer !== null || watched.size === 0) return;
    timer = setTimeout(() => {
      // What one sweep missed, the next one finds.
      void sweep()
        .catch(() => undefined)
        .finally(() => {
          timer = null;
          schedule();
        });
    }, sweepMs);
    timer.unref();
  }

  return {
    watch(process) {
      watched.set(process, { since: Date.now(), commands: new Map() });
      schedule();
      return () => watched.delete(process);
    },
  };
}

async function findBreach(
  { limits }: Watched,
  tree: readonly ProcessEntry[],
  since: number,
): Promise<Breach | null> {
  if (limits.durationMsMax !== null && Date.now() - since > limits.durationMsMax) return "duration";
  if (tree.length > limits.processesMax) return "processes";
  // The cheap sum counts shared pages in each process, so it only tells when to look closer.
  const sum = tree.reduce((bytes, entry) => bytes + entry.residentBytes, 0);
  if (sum <= limits.residentBytesMax) return null;
  return (await proportionalBytes(tree)) > limits.residentBytesMax ? "memory" : null;
}

function endLongCommands(
  { pid, jailed, limits }: Watched,
  tree: readonly ProcessEntry[],
  firstSeen: Map<string, number>,
): void {
  if (limits.commandMsMax === undefined) return;
  const now = Date.now();
  const alive = new Set<string>();
  for (const entry of commandsOf(pid, tree, jailed)) {
    const key = `${entry.pid}:${entry.startTicks}`;
    alive.add(key);
    const since = firstSeen.get(key);
    if (since === undefined) firstSeen.set(key, now);
    else if (now - since > limits.commandMsMax) killQuietly(entry.pid);
  }
  for (const key of firstSeen.keys()) if (!alive.has(key)) firstSeen.delete(key);
}

/**
 * Everything but the main process and its wrapping. In a jail the pid is bubblewrap's, whose only child is the jail's
 * first process, whose oldest child is the main one.
 */
function commandsOf(root: number, tree: readonly ProcessEntry[], jailed: boolean): ProcessEntry[] {
  const oldestChild = (parent: number | undefined) =>
    tree
      .filter((entry) => entry.parent === parent)
      .sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid)[0];
  const first = jailed ? oldestChild(root)?.pid : undefined;
  const kept = new Set([root, first, jailed ? oldestChild(first)?.pid : undefined]);
  return tree.filter((entry) => !kept.has(entry.pid));
}
