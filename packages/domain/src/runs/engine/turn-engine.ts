import type { Platform } from "../../platform.ts";
import { leaseMs } from "../claim-turn.ts";
import { type Turn, turnsCollection } from "../collections.ts";
import { workOnTurn } from "./work-on-turn.ts";

const renewEveryMs = 5_000;

/** Works on the turns that this process has leased. One for each web process. */
export interface TurnEngine {
  /** Names this process in leases. */
  readonly owner: string;
  /** Begins work on a turn that was just claimed for this process. Returns at once. */
  wake(turn: Turn): void;
  /**
   * Takes over the turns of dead processes, now and from then on. `soleOwner`: no other process can be alive, so
   * their leases are broken at once.
   */
  start(options: { soleOwner: boolean }): Promise<void>;
  /** Lets go of all turns; they go on in the worker, and the next process attaches to them. */
  drain(): Promise<void>;
  /** How many turns this process works on. */
  size(): number;
}

export function createTurnEngine(platform: Platform): TurnEngine {
  const owner = platform.ids.ulid();
  const active = new Map<string, { turn: Turn; abort: AbortController; done: Promise<void> }>();
  let timer: NodeJS.Timeout | null = null;
  let draining = false;

  function begin(turn: Turn, attach: boolean): void {
    const key = `${turn.id}:${turn.attempt}`;
    if (draining || active.has(key)) return;
    const abort = new AbortController();
    const done = workOnTurn(platform, turn, { attach, owner, signal: abort.signal })
      .then((next) => {
        active.delete(key);
        if (next) begin(next, false);
      })
      .catch((error: unknown) => {
        active.delete(key);
        platform.log.error("turn.work_failed", { turnId: turn.id, error: String(error) });
      });
    active.set(key, { turn, abort, done });
  }

  async function renew(): Promise<void> {
    const until = platform.clock.now() + leaseMs;
    for (const { turn, abort } of active.values()) {
      const kept = await platform.db.transaction((tx) =>
        tx.update(turnsCollection, turn.id, {
          set: { leaseUntil: until },
          if: { state: "running", attempt: turn.attempt, fence: turn.fence, leaseOwner: owner },
        }),
      );
      if (!kept && !(await hasEnded(turn))) abort.abort();
    }
  }

  async function hasEnded(turn: Turn): Promise<boolean> {
    const now = await platform.db.get(turnsCollection, turn.id);
    return now?.state !== "running" || now.attempt !== turn.attempt;
  }

  async function takeOver(expiredBefore: number): Promise<void> {
    const { records } = await platform.db.list(turnsCollection, {
      filter: { state: "running", leaseUntil: { lt: expiredBefore } },
      limit: 100,
    });
    for (const turn of records) {
      if (active.has(`${turn.id}:${turn.attempt}`)) continue;
      const taken = await platform.db.transaction((tx) =>
        tx.update(turnsCollection, turn.id, {
          set: { leaseOwner: owner, leaseUntil: platform.clock.now() + leaseMs },
          if: { state: "running", attempt: turn.attempt, leaseUntil: turn.leaseUntil },
        }),
      );
      if (taken) begin(taken, true);
    }
  }

  async function beat(): Promise<void> {
    try {
      await renew();
      await takeOver(platform.clock.now());
    } catch (error) {
      platform.log.warn("turn.lease_beat_failed", { error: String(error) });
    }
  }

  return {
    owner,
    wake: (turn) => {
      if (turn.state === "running" && turn.leaseOwner === owner) begin(turn, false);
    },
    start: async ({ soleOwner }) => {
      await takeOver(soleOwner ? Number.MAX_SAFE_INTEGER : platform.clock.now());
      timer = setInterval(() => void beat(), renewEveryMs);
      timer.unref();
    },
    drain: async () => {
      draining = true;
      if (timer) clearInterval(timer);
      const all = [...active.values()];
      for (const { abort } of all) abort.abort();
      await Promise.allSettled(all.map(({ done }) => done));
      for (const { turn } of all)
        await platform.db.transaction((tx) =>
          tx.update(turnsCollection, turn.id, {
            set: { leaseUntil: 0 },
            if: { state: "running", attempt: turn.attempt, leaseOwner: owner },
          }),
        );
    },
    size: () => active.size,
  };
}
