/** Places for turns that run at once. Whose workspace has the fewest running comes first, then who came first. */
export interface TurnSlots {
  /** Resolves with the function that frees the place. Rejects with the signal's reason when it aborts first. */
  take(workspaceId: string, signal: AbortSignal): Promise<() => void>;
  readonly running: number;
}

export function createTurnSlots(max: number): TurnSlots {
  const running = new Map<string, number>();
  let count = 0;
  let queue: { workspaceId: string; start: () => void }[] = [];

  function occupy(workspaceId: string): () => void {
    count += 1;
    running.set(workspaceId, (running.get(workspaceId) ?? 0) + 1);
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      count -= 1;
      running.set(workspaceId, (running.get(workspaceId) ?? 1) - 1);
      startNext();
    };
  }
  function startNext(): void {
    if (count >= max || queue.length === 0) return;
    const next = queue.reduce((best, each) =>
      (running.get(each.workspaceId) ?? 0) < (running.get(best.workspaceId) ?? 0) ? each : best,
    );
    queue = queue.filter((each) => each !== next);
    next.start();
  }

  return {
    take(workspaceId, signal) {
      if (count < max && queue.length === 0) return Promise.resolve(occupy(workspaceId));
      return new Promise((resolve, reject) => {
        const entry = {
          workspaceId,
          start: () => {
            signal.removeEventListener("abort", leave);
            resolve(occupy(workspaceId));
          },
        };
        const leave = () => {
          queue = queue.filter((each) => each !== entry);
          reject(signal.reason);
        };
        if (signal.aborted) return leave();
        signal.addEventListener("abort", leave, { once: true });
        queue.push(entry);
        startNext();
      });
    },
    get running() {
      return count;
    },
  };
}
