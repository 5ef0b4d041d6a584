import { createHash } from "node:crypto";
import {
  type BuildResult,
  type Manifest,
  type NumberedEvent,
  Problem,
  type StartTurnBody,
  type WorkerEvent,
} from "@second/contracts";
import type { WorkerClient } from "@second/domain";

/** What an agent of a test may do while its turn runs. */
export interface Stage {
  body: StartTurnBody;
  say(text: string): void;
  emit(event: WorkerEvent): void;
  /** Writes a checkpoint of these files; the turn goes on. */
  checkpoint(files: Record<string, string>): void;
  /** Ends with a checkpoint of these files, as a worker does. */
  end(reason: "completed" | "presented" | "stopped", files?: Record<string, string>): void;
  fail(code: string, detail?: string): void;
  /** Resolves when the turn is asked to stop. */
  stopped: Promise<void>;
}

export type Script = (stage: Stage) => Promise<void> | void;

interface Attempt {
  events: NumberedEvent[];
  wake: Set<() => void>;
  ended: boolean;
  /** Ended without an end, as a worker that drains leaves it. */
  suspended: boolean;
  acknowledged: number;
  stop: () => void;
}

const sha = (text: string) => createHash("sha256").update(text).digest("hex");

export interface ScriptedWorker extends WorkerClient {
  /** What each further turn does, in order; the last script serves all that follow. */
  scripts: Script[];
  started: StartTurnBody[];
  synced: { manifest: Manifest | null; fence: number }[];
  builds: BuildResult[];
  manifestOf(files: Record<string, string>): Manifest;
  /** Forgets all attempts, as a killed worker does. */
  crash(): void;
  /** Checkpoints all attempts and lets go of them, as a worker that drains does. */
  suspend(files: Record<string, string>): void;
  acknowledged: { turnId: string; attempt: number; number: number }[];
  reachable: boolean;
}

/** A worker whose agents follow scripts; files, events and blobs behave as over HTTP. */
export function scriptedWorker(...scripts: Script[]): ScriptedWorker {
  const attempts = new Map<string, Attempt>();
  const blobs = new Map<string, Uint8Array>();
  const known = new Map<string, Record<string, string>>();
  const stages = new Map<string, Stage>();

  const attemptOf = (turn: { turnId: string; attempt: number }): Attempt => {
    const attempt = attempts.get(`${turn.turnId}:${turn.attempt}`);
    if (!attempt) throw new Problem("turn.worker_lost");
    return attempt;
  };

  const worker: ScriptedWorker = {
    scripts,
    started: [],
    synced: [],
    builds: [],
    acknowledged: [],
    reachable: true,
    manifestOf(files) {
      const manifest: Manifest = {};
      for (const [path, text] of Object.entries(files)) {
        const sha256 = sha(text);
        blobs.set(sha256, Buffer.from(text));
        manifest[path] = { sha256, sizeBytes: Buffer.byteLength(text) };
      }
      return manifest;
    },
    crash: () => {
      const all = [...attempts.values()];
      attempts.clear();
      stages.clear();
      for (const attempt of all) for (const wake of attempt.wake) wake();
    },
    suspend: (files) => {
      for (const [key, attempt] of attempts) {
        stages.get(key)?.checkpoint(files);
        attempt.suspended = true;
        for (const wake of attempt.wake) wake();
      }
    },
    detect: async () => ({ runtimes: [], sandbox: { kind: "none", reason: "a test" } }),
    syncFiles: async ({ manifest, fence, blob }) => {
      if (!worker.reachable) throw new Problem("worker.unavailable");
      worker.synced.push({ manifest, fence });
      for (const file of Object.values(manifest ?? {}))
        if (!blobs.has(file.sha256)) blobs.set(file.sha256, await blob(file.sha256));
    },
    startTurn: async (body) => {
      if (!worker.reachable) throw new Problem("worker.unavailable");
      const key = `${body.turnId}:${body.attempt}`;
      if (attempts.has(key)) return;
      worker.started.push(body);
      let stop: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const attempt: Attempt = {
        events: [],
        wake: new Set(),
        ended: false,
        suspended: false,
        acknowledged: 0,
        stop,
      };
      attempts.set(key, attempt);
      const emit = (event: WorkerEvent) => {
        attempt.events.push({ number: attempt.events.length + 1, event });
        if (event.type === "end") attempt.ended = true;
        for (const wake of attempt.wake) wake();
      };
      let parts = 0;
      const checkpoint = (files?: Record<string, string>) => {
        const before = known.get(body.appId) ?? {};
        const now = files ?? before;
        known.set(body.appId, now);
        emit({
          type: "checkpoint",
          tree: worker.manifestOf(now),
          session: { runtimeId: body.runtimeId, sessionId: "session", format: "test" },
          filesChanged: JSON.stringify(now) !== JSON.stringify(before),
        });
      };
      const finish = (event: Extract<WorkerEvent, { type: "end" }>, files?: Record<string, string>) => {
        checkpoint(files);
        emit(event);
      };
      const script = worker.scripts.length > 1 ? worker.scripts.shift() : worker.scripts[0];
      const stage: Stage = {
        body,
        emit,
        stopped,
        checkpoint,
        say: (text) => {
          parts += 1;
          emit({ type: "text", partId: `text-${parts}`, delta: text });
          emit({ type: "part-end", partId: `text-${parts}` });
        },
        end: (reason, files) => finish({ type: "end", reason }, files),
        fail: (code, detail) =>
          finish({ type: "end", reason: "failed", code, ...(detail === undefined ? {} : { detail }) }),
      };
      stages.set(key, stage);
      setImmediate(() => void script?.(stage));
    },
    events: async function* ({ turnId, attempt: number, after, signal }) {
      if (!worker.reachable) throw new Problem("worker.unavailable");
      const attempt = attemptOf({ turnId, attempt: number });
      if (after < attempt.acknowledged) throw new Problem("run.cursor_expired");
      let sent = after;
      while (!signal.aborted) {
        const batch = attempt.events.slice(sent);
        sent += batch.length;
        if (batch.length > 0) yield batch;
        if (attempt.suspended && sent === attempt.events.length) return;
        if (attempt.ended && sent === attempt.events.length) return;
        if (sent < attempt.events.length) continue;
        attemptOf({ turnId, attempt: number });
        await new Promise<void>((resolve) => {
          const wake = () => {
            attempt.wake.delete(wake);
            resolve();
          };
          attempt.wake.add(wake);
          signal.addEventListener("abort", wake, { once: true });
        });
        attemptOf({ turnId, attempt: number });
      }
    },
    stopTurn: async (turn) => attemptOf(turn).stop(),
    acknowledge: async (covered) => {
      worker.acknowledged.push(covered);
      attemptOf(covered).acknowledged = covered.number;
    },
    build: async () => {
      const next = worker.builds.shift();
      if (!next) throw new Problem("worker.unavailable");
      return next;
    },
    fetchBlob: async (sha256) => {
      const bytes = blobs.get(sha256);
      if (!bytes) throw new Problem("worker.unavailable");
      return bytes;
    },
  };
  return worker;
}
