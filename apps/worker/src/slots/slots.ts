/** Places for work that goes on at once. Whose workspace has the fewest comes first, then who came first [OPS-39]. */
export interface Slots {
  /** Resolves with the function that frees the place. Rejects with the signal's reason when it aborts first. */
  take(workspaceId: string, signal?: AbortSignal): Promise<() => void>;
}

export function createSlots(max: number): Slots {
  /** Places taken, by workspace; none has 0. */
  const taken = new Map<string, number>();
  let count = 0;
  let queue: { workspaceId: string; start: () => void }[] = [];

  const takenBy = (workspaceId: string) => taken.get(workspaceId) ?? 0;

  function occupy(workspaceId: string): () => void {
    count += 1;
    taken.set(workspaceId, takenBy(workspaceId) + 1);
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      count -= 1;
      const left = takenBy(workspaceId) - 1;
      if (left > 0) taken.set(workspaceId, left);
      else taken.delete(workspaceId);
      startNext();
    };
  }
  function startNext(): void {
    if (count >= max || queue.length === 0) return;
    const next = queue.reduce((best, each) =>
      takenBy(each.workspaceId) < takenBy(best.workspaceId) ? each : best,
    );
    queue = queue.filter((each) => each !== next);
    next.start();
  }

  return {
    async take(workspaceId, signal) {
      signal?.throwIfAborted();
      if (count < max && queue.length === 0) return occupy(workspaceId);
      return new Promise((resolve, reject) => {
        const entry = {
          workspaceId,
          start: () => {
            signal?.removeEventListener("abort", leave);
            resolve(occupy(workspaceId));
          },
        };
        const leave = () => {
          queue = queue.filter((each) => each !== entry);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", leave, { once: true });
        queue.push(entry);
        startNext();
      });
    },
  };
}
