import type { Filter } from "@second/store";
import { appsCollection } from "../../apps/apps-collection.ts";
import type { Platform } from "../../platform.ts";
import { leaseMs } from "../claim-turn.ts";
import { heldAs, type Turn, turnsCollection } from "../collections.ts";
import { type EngineTiming, engineTiming } from "./timing.ts";
import { workOnTurn } from "./work-on-turn.ts";

const renewEveryMs = 5_000;

/** Works on the turns that this process has leased. One for each web process. */
export interface TurnEngine {
  /** Names this process in leases. */
  readonly owner: string;
  /** Begins work on a turn that was just claimed for this process. Returns at once. */
  wake(turn: Turn): void;
  /**
   * Takes over the turns of dead processes, now and from then on. The leases of former processes of this place are
   * broken at once, for they cannot be alive; `soleOwner`: nor can any other.
   */
  start(options: { soleOwner: boolean }): Promise<void>;
  /** Lets go of all turns; they go on in the worker, and the next process attaches to them. */
  drain(): Promise<void>;
  /** How many turns this process works on. */
  size(): number;
}

/** `place` names where this process runs, if no other process can run there while it lives. */
export function createTurnEngine(
  platform: Platform,
  timing: EngineTiming = engineTiming,
  place: string | null = null,
): TurnEngine {
  const ofPlace = place === null ? null : `${place}.`;
  const owner = `${ofPlace ?? ""}${platform.ids.ulid()}`;
  const active = new Map<string, { turn: Turn; abort: AbortController; done: Promise<void> }>();
  let timer: NodeJS.Timeout | null = null;
  let draining = false;

  function begin(turn: Turn): void {
    const key = `${turn.id}:${turn.attempt}`;
    if (draining || active.has(key)) return;
    const abort = new AbortController();
    const done = workOnTurn(platform, turn, {
      owner,
      timing,
      letGo: abort,
      onResumed: (resumed) => {
        const entry = active.get(key);
        if (entry) entry.turn = resumed;
      },
    })
      .then((next) => {
        active.delete(key);
        if (next) begin(next);
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
          if: { ...heldAs(turn), leaseOwner: owner },
        }),
      );
      if (!kept && (await isTaken(turn))) abort.abort();
    }
  }

  /** True when another process works on it. One that ended, or that we have just resumed, is not taken. */
  async function isTaken(turn: Turn): Promise<boolean> {
    const now = await platform.db.get(turnsCollection, turn.id);
    return now?.state === "running" && now.attempt === turn.attempt && now.leaseOwner !== owner;
  }

  const expired = (): Filter<Turn> => ({ leaseUntil: { lt: platform.clock.now() } });
  const ofTheDead = (): Filter<Turn> =>
    ofPlace === null ? expired() : { or: [expired(), { leaseOwner: { prefix: ofPlace } }] };

  async function takeOver(lost: Filter<Turn>): Promise<void> {
    const { records } = await platform.db.list(turnsCollection, {
      filter: { ...lost, state: "running" },
      limit: 100,
    });
    for (const turn of records) {
      if (active.has(`${turn.id}:${turn.attempt}`)) continue;
      const taken = await take(turn);
      if (taken) begin(taken);
    }
  }

  /** A new fencing number shuts out the owner before, should it be alive after all. */
  function take(turn: Turn): Promise<Turn | null> {
    return platform.db.transaction(async (tx) => {
      const app = await tx.get(appsCollection, turn.appId);
      const fence = (app?.fence ?? turn.fence) + 1;
      const taken = await tx.update(turnsCollection, turn.id, {
        set: { leaseOwner: owner, leaseUntil: platform.clock.now() + leaseMs, fence },
        if: { ...heldAs(turn), leaseUntil: turn.leaseUntil },
      });
      if (taken && app) await tx.update(appsCollection, app.id, { set: { fence } });
      return taken;
    });
  }

  async function beat(): Promise<void> {
    try {
      await renew();
      await takeOver(expired());
    } catch (error) {
      platform.log.warn("turn.lease_beat_failed", { error: String(error) });
    }
  }

  return {
    owner,
    wake: (turn) => {
      if (turn.state === "running" && turn.leaseOwner === owner) begin(turn);
    },
    start: async ({ soleOwner }) => {
      await takeOver(soleOwner ? {} : ofTheDead());
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
