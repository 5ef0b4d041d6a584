/** A message as the page receives it. */
export interface FrameMessage {
  source: unknown;
  origin: string;
  data: unknown;
}

/** Everything the bridge needs of a browser; tests bring their own. */
export interface BridgeEnvironment {
  /** Messages to this page, from whomever. The answer ends it. */
  listen(receive: (message: FrameMessage) => void): () => void;
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once, before the next painted frame; a page that is not painted has a slow clock instead. */
  nextFrame(callback: () => void): () => void;
  now(): number;
  random(): number;
  isOnline(): boolean;
  onOnline(callback: () => void): () => void;
}

const unpaintedMs = 100;

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** The environment in a real page. */
export function pageEnvironment(): BridgeEnvironment {
  return {
    listen(receive) {
      window.addEventListener("message", receive);
      return () => window.removeEventListener("message", receive);
    },
    after,
    nextFrame(callback) {
      const cancel = () => {
        cancelAnimationFrame(frame);
        cancelTimer();
      };
      const once = () => {
        cancel();
        callback();
      };
      const frame = requestAnimationFrame(once);
      const cancelTimer = after(unpaintedMs, once);
      return cancel;
    },
    now: () => Date.now(),
    random: Math.random,
    isOnline: () => navigator.onLine,
    onOnline(callback) {
      window.addEventListener("online", callback);
      window.addEventListener("offline", callback);
      return () => {
        window.removeEventListener("online", callback);
        window.removeEventListener("offline", callback);
      };
    },
  };
}
