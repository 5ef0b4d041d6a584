/** How patient a process is with workers, in milliseconds. Tests shorten it. */
export interface EngineTiming {
  /** Waits before a lost turn is handed to a worker again; one for each time that it may. */
  resumeAfterMs: readonly number[];
  /** A worker that cannot be reached for this long is lost. */
  unreachableMs: number;
  /** Between two looks at a worker that cannot be reached. */
  lookAgainMs: number;
}

export const engineTiming: EngineTiming = {
  resumeAfterMs: [2_000, 10_000],
  unreachableMs: 30_000,
  lookAgainMs: 1_000,
};

/** Resolves after `ms`, or as soon as the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
