import type { AnyCollection, CommittedChange, Database, Position } from "../database.ts";

const patienceMs = 15_000;

/** Items until one that has a change of this id, which is the last. */
export async function takeUntil(
  changes: AsyncIterable<CommittedChange[]>,
  id: string,
): Promise<CommittedChange[][]> {
  const items: CommittedChange[][] = [];
  for await (const item of changes) {
    items.push(item);
    if (item.some((change) => change.id === id)) return items;
  }
  throw new Error(`The feed ended before ${id}.`);
}

interface Following {
  readonly items: CommittedChange[][];
  /** Resolves once a change of this id was delivered. */
  until(id: string): Promise<void>;
  /** Ends the feed; rejects with what it failed with. */
  stop(): Promise<void>;
}

/** Collects what a feed delivers from now on. */
export function follow(
  database: Database,
  collections: readonly AnyCollection[],
  { after }: { after: Position },
): Following {
  const items: CommittedChange[][] = [];
  const abort = new AbortController();
  const listeners = new Set<() => void>();
  const done = (async () => {
    for await (const item of database.changes(collections, { after, signal: abort.signal })) {
      items.push(item);
      for (const listener of listeners) listener();
    }
  })();
  const has = (id: string) => items.some((item) => item.some((change) => change.id === id));
  const until = (id: string) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${id} was not delivered.`)), patienceMs);
      const look = () => {
        if (!has(id)) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      done.catch(reject);
      look();
    });
  const stop = async () => {
    abort.abort();
    await done;
  };
  return { items, until, stop };
}
