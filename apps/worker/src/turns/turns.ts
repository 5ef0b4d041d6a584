import { Problem, type StartTurnBody } from "@second/contracts";
import { requireTools } from "../broker/index.ts";
import { createSlots } from "../slots/index.ts";
import { type Attempt, type AttemptParts, startAttempt } from "./attempt.ts";

/** The attempts of this worker. */
export interface Turns {
  /**
   * Starts an attempt, or finds it known already. Attempts of the same app before it end first. Throws
   * `worker.fenced`, `system.draining`, `request.invalid`.
   */
  start(body: StartTurnBody): Promise<"started" | "known">;
  /** NDJSON of an attempt's events. Throws `resource.not_found`, and `run.cursor_expired` for dropped ones. */
  follow(key: AttemptKey, after: number, signal: AbortSignal): AsyncGenerator<string>;
  /** True when it ran until now. Throws `resource.not_found`. */
  stop(key: AttemptKey): boolean;
  acknowledge(key: AttemptKey, number: number): Promise<void>;
  /** Ends what runs for an app under an older fencing number, so that its files may change. */
  yieldTo(app: { workspaceId: string; appId: string }, fence: number): Promise<void>;
  readonly running: number;
  /** Suspends all attempts after their current tool call or `patienceMs`; resolves when all are checkpointed. */
  drain(patienceMs: number): Promise<void>;
  /** Resolves when web has read and acknowledged what it can, or after `patienceMs`. */
  handedOver(patienceMs: number): Promise<void>;
  close(): void;
}

export interface AttemptKey {
  turnId: string;
  attempt: number;
}

export interface TurnsOptions extends AttemptParts {
  turnsMax: number;
  /** A turn that no web attends to for this long is stopped [REC-3]. */
  unattendedMsMax?: number;
  /** Throws the problem for which a runtime cannot be used now. */
  requireRuntime: (runtimeId: string) => Promise<void>;
}

const sweepMs = 30_000;
/** How long an ended attempt waits for its acknowledgement, and a done one is remembered as known. */
const keptMs = 60 * 60_000;
/** How long a web that read an attempt's last event may take to fetch what it lacks. */
const fetchMs = 2_000;

export function createTurns(options: TurnsOptions): Turns {
  const { workspaces, unattendedMsMax = 15 * 60_000 } = options;
  const attempts = new Map<string, Attempt>();
  const starting = new Map<string, Promise<void>>();
  const known = new Map<string, number>();
  const slots = createSlots(options.turnsMax);
  let isDraining = false;

  const keyOf = ({ turnId, attempt }: AttemptKey) => `${turnId}/${attempt}`;
  const ofApp = ({ workspaceId, appId }: { workspaceId: string; appId: string }) =>
    [...attempts.values()].filter(
      ({ body, events }) => body.workspaceId === workspaceId && body.appId === appId && !events.isClosed,
    );
  const running = () => [...attempts.values()].filter(({ events }) => !events.isClosed);

  function find(key: AttemptKey): Attempt {
    const attempt = attempts.get(keyOf(key));
    if (attempt === undefined) throw new Problem("resource.not_found");
    return attempt;
  }

  async function end(older: readonly Attempt[]): Promise<void> {
    for (const attempt of older) attempt.stop();
    await Promise.all(older.map((attempt) => attempt.done));
  }

  async function begin(body: StartTurnBody): Promise<void> {
    requireTools(body.tools);
    await options.requireRuntime(body.runtimeId);
    await workspaces.fence(body, body.fence);
    // Draining may have begun meanwhile, and it suspends only what it saw.
    if (isDraining) throw new Problem("system.draining");
    const older = ofApp(body);
    if (older.some((attempt) => attempt.body.fence > body.fence)) throw new Problem("worker.fenced");
    const attempt = startAttempt(body, options, async (signal) => {
      await end(older);
      return slots.take(body.workspaceId, signal);
    });
    attempts.set(keyOf(body), attempt);
  }

  function forget(key: string): void {
    attempts.get(key)?.events.discard();
    attempts.delete(key);
    known.set(key, Date.now());
  }
  const timer = setInterval(
    () => {
      const now = Date.now();
      for (const [key, { events, stop }] of attempts) {
        if (events.followers > 0) continue;
        if (!events.isClosed && now - events.leftAtMs > unattendedMsMax) stop();
        if (events.isClosed && now - events.leftAtMs > keptMs) forget(key);
      }
      for (const [key, since] of known) if (now - since > keptMs) known.delete(key);
    },
    Math.min(sweepMs, unattendedMsMax),
  );
  timer.unref();

  return {
    async start(body) {
      const key = keyOf(body);
      // Nothing may come between the last look and the note that it starts.
      for (let other = starting.get(key); other; other = starting.get(key))
        await other.catch(() => undefined);
      if (attempts.has(key) || known.has(key)) return "known";
      if (isDraining) throw new Problem("system.draining");
      const start = begin(body);
      starting.set(key, start);
      try {
        await start;
      } finally {
        starting.delete(key);
      }
      return "started";
    },
    follow(key, after, signal) {
      const stream = find(key).events.follow(after, signal);
      if (stream === null) throw new Problem("run.cursor_expired");
      return stream;
    },
    stop(key) {
      const attempt = find(key);
      if (attempt.events.isClosed) return false;
      attempt.stop();
      return true;
    },
    async acknowledge(key, number) {
      const attempt = attempts.get(keyOf(key));
      if (attempt === undefined) {
        if (known.has(keyOf(key))) return;
        throw new Problem("resource.not_found");
      }
      attempt.events.acknowledge(number);
      if (!attempt.events.isClosed) return;
      if (number >= attempt.checkpointNumber && ofApp(attempt.body).length === 0) {
        await workspaces.confirmed(attempt.body);
      }
      if (attempt.events.isDone) forget(keyOf(key));
    },
    yieldTo: (app, fence) => end(ofApp(app).filter(({ body }) => body.fence < fence)),
    get running() {
      return running().length;
    },
    async drain(patienceMs) {
      isDraining = true;
      const deadline = Date.now() + patienceMs;
      await Promise.all(running().map((attempt) => suspend(attempt, deadline)));
    },
    async handedOver(patienceMs) {
      const deadline = Date.now() + patienceMs;
      const justLeft = (leftAtMs: number) => Date.now() - leftAtMs < fetchMs;
      const isWaiting = () =>
        [...attempts.values()].some(
          ({ events }) => events.followers > 0 || (!events.isDone && justLeft(events.leftAtMs)),
        );
      while (isWaiting() && Date.now() < deadline) await pause(100);
    },
    close() {
      clearInterval(timer);
      for (const attempt of running()) attempt.stop();
    },
  };
}

async function suspend(attempt: Attempt, deadline: number): Promise<void> {
  while (attempt.isInTool && Date.now() < deadline) await pause(50);
  attempt.suspend();
  await attempt.done;
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
