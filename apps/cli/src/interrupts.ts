interface Presses {
  first: () => void;
  second: () => void;
}

/** One Ctrl-C arrives twice where npm passes on what the terminal has sent to all already. */
const samePressMs = 300;

/** Calls `first` when we are asked to end, and `second` when we are asked again. Returns how to listen no more. */
export function onInterrupt({ first, second }: Presses): () => void {
  let pressedAt: number | null = null;
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const press = () => {
    const now = performance.now();
    if (pressedAt === null) {
      pressedAt = now;
      first();
    } else if (now - pressedAt > samePressMs) second();
  };
  for (const signal of signals) process.on(signal, press);
  return () => {
    for (const signal of signals) process.off(signal, press);
  };
}
