import { type NumberedEvent, Problem, runtimes, type StartTurnBody } from "@second/contracts";
import type { Detection, WorkerClient } from "@second/domain";

/** A worker whose turns say what a test tells them to. */
export interface FakeWorkers extends WorkerClient {
  detection: Detection;
  readonly started: StartTurnBody[];
  readonly stopped: { turnId: string; attempt: number }[];
  /** Lets an attempt say these events; `end` closes its stream after them. */
  say(turn: { turnId: string; attempt: number }, events: readonly NumberedEvent[], end?: "end"): void;
}

interface Attempt {
  events: NumberedEvent[];
  isEnded: boolean;
  wake: () => void;
}

export function fakeWorkers(): FakeWorkers {
  const attempts = new Map<string, Attempt>();
  const keyOf = (turn: { turnId: string; attempt: number }) => `${turn.turnId}:${turn.attempt}`;
  const attemptOf = (key: string): Attempt => {
    const attempt = attempts.get(key) ?? { events: [], isEnded: false, wake: () => undefined };
    attempts.set(key, attempt);
    return attempt;
  };
  const started: StartTurnBody[] = [];
  const stopped: { turnId: string; attempt: number }[] = [];

  return {
    detection: {
      runtimes: runtimes.map((runtime) => ({
        id: runtime.id,
        state: "ready",
        version: "1.0.0",
        reason: null,
        auth: "none",
        models: runtime.models.map((model) => model.id),
      })),
      sandbox: { kind: "bwrap", reason: null },
    },
    started,
    stopped,
    say(turn, events, end) {
      const attempt = attemptOf(keyOf(turn));
      attempt.events.push(...events);
      attempt.isEnded ||= end !== undefined;
      attempt.wake();
    },
    async detect() {
      return this.detection;
    },
    async syncFiles() {},
    async startTurn(body) {
      started.push(body);
      attemptOf(keyOf(body));
    },
    async *events({ turnId, attempt: number, after, signal }) {
      const attempt = attempts.get(keyOf({ turnId, attempt: number }));
      if (!attempt) throw new Problem("turn.worker_lost");
      let sent = after;
      while (!signal.aborted) {
        const batch = attempt.events.filter((event) => event.number > sent);
        sent = batch.at(-1)?.number ?? sent;
        if (batch.length > 0) yield batch;
        else if (attempt.isEnded) return;
        else
          await new Promise<void>((resolve) => {
            attempt.wake = resolve;
            signal.addEventListener("abort", () => resolve(), { once: true });
          });
      }
    },
    async stopTurn(turn) {
      stopped.push(turn);
    },
    async acknowledge() {},
    async build() {
      throw new Problem("worker.unavailable");
    },
    async fetchBlob() {
      throw new Problem("worker.unavailable");
    },
  };
}
