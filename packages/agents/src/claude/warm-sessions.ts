import { createHash } from "node:crypto";
import type { SessionState } from "@second/contracts";
import type { TurnInput } from "../coding-agent.ts";
import { type ClaudeSession, openSession } from "./session.ts";

export interface WarmOptions {
  idleMsMax: number;
  idleMax: number;
  /** Asked now and then while something is kept; true ends all that is idle. */
  isMemoryLow: () => boolean;
  /** Told what kept a process's place from being removed. */
  onLeftover: (error: unknown) => void;
}

export const warmDefaults: WarmOptions = {
  idleMsMax: 10 * 60_000,
  idleMax: 4,
  isMemoryLow: () => false,
  onLeftover: () => undefined,
};

/** Processes between turns [RT-7]: each serves the next turn of the same app, place, runtime, model and tools. */
export interface WarmSessions {
  /** A kept process that continues exactly `input.session`, or a new one. Others of the app are ended. */
  take(input: TurnInput): Promise<ClaudeSession>;
  open(input: TurnInput, options: { isFresh: boolean }): Promise<ClaudeSession>;
  /** Keeps a process that `state` was read from. Without a state nothing could match it, so it is ended. */
  keep(session: ClaudeSession, input: TurnInput, state: SessionState | null): Promise<void>;
  /** Never rejects: a place that could not be removed must not cost a turn its end. */
  end(session: ClaudeSession): Promise<void>;
  trim(): Promise<void>;
  close(): Promise<void>;
}

interface Idle {
  session: ClaudeSession;
  appKey: string;
  key: string;
  timer: NodeJS.Timeout;
}

const memoryCheckMs = 15_000;

export function createWarmSessions(options: WarmOptions): WarmSessions {
  let idle: Idle[] = [];
  const all = new Set<ClaudeSession>();
  let memoryTimer: NodeJS.Timeout | null = null;

  async function end(session: ClaudeSession): Promise<void> {
    all.delete(session);
    await session.close().catch(options.onLeftover);
  }
  function remove(entries: readonly Idle[]): void {
    for (const entry of entries) clearTimeout(entry.timer);
    idle = idle.filter((entry) => !entries.includes(entry));
    if (idle.length === 0 && memoryTimer !== null) {
      clearInterval(memoryTimer);
      memoryTimer = null;
    }
  }
  async function endIdle(entries: readonly Idle[]): Promise<void> {
    remove(entries);
    await Promise.all(entries.map((entry) => end(entry.session)));
  }
  async function open(input: TurnInput, { isFresh }: { isFresh: boolean }): Promise<ClaudeSession> {
    const session = await openSession(input, { isFresh });
    all.add(session);
    return session;
  }
  function watchMemory(): void {
    memoryTimer ??= setInterval(() => {
      if (options.isMemoryLow()) void endIdle(idle);
    }, memoryCheckMs);
    memoryTimer.unref();
  }

  return {
    async take(input) {
      const ofApp = idle.filter((entry) => entry.appKey === input.appKey);
      const wanted = keyOf(input, input.session);
      const match = ofApp.find((entry) => entry.key === wanted && entry.session.isAlive);
      if (match) remove([match]);
      await endIdle(ofApp.filter((entry) => entry !== match));
      return match?.session ?? (await open(input, { isFresh: false }));
    },
    open,
    async keep(session, input, state) {
      if (state === null || !session.isAlive || options.isMemoryLow()) return end(session);
      const timer = setTimeout(
        () => void endIdle(idle.filter((entry) => entry.session === session)),
        options.idleMsMax,
      );
      timer.unref();
      idle.push({ session, appKey: input.appKey, key: keyOf(input, state), timer });
      watchMemory();
      await endIdle(idle.slice(0, Math.max(0, idle.length - options.idleMax)));
    },
    end,
    trim: () => endIdle(idle),
    async close() {
      remove(idle);
      await Promise.all([...all].map(end));
    },
  };
}

/** Equal for turns that one process can serve one after the other. */
function keyOf(input: TurnInput, state: SessionState | null): string {
  const { appKey, placeKey, runtimeId, model, systemPrompt } = input;
  const params = Object.entries(input.params).sort();
  const tools = input.tools.map((tool) => tool.name).sort();
  const session = [state?.sessionId, state?.data];
  return createHash("sha256")
    .update(JSON.stringify([appKey, placeKey, runtimeId, model, systemPrompt, params, tools, session]))
    .digest("hex");
}
