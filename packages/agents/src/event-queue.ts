/** A push-to-pull bridge for one reader. Values pushed after `end` are dropped. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(values: readonly T[]): void;
  end(): void;
}

export function createEventQueue<T>(): EventQueue<T> {
  let waiting: T[] = [];
  let wake: (() => void) | null = null;
  let isEnded = false;
  const notify = () => {
    wake?.();
    wake = null;
  };
  return {
    push(values) {
      if (isEnded || values.length === 0) return;
      waiting.push(...values);
      notify();
    },
    end() {
      isEnded = true;
      notify();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length > 0) continue;
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
