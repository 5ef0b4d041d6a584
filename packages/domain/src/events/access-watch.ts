import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "@second/contracts";
import type { Database } from "@second/store";
import type { AppAccess, SessionAccess, WorkspaceAccess } from "../access/access.ts";
import { isLive } from "../access/enter-session.ts";
import { renewAccess } from "../access/renew-access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { sessionsCollection } from "../identity/collections.ts";
import {
  collaboratorId,
  collaboratorsCollection,
  membershipId,
  membershipsCollection,
} from "../members/collections.ts";
import type { Platform } from "../platform.ts";

export type WatchedAccess = SessionAccess | WorkspaceAccess | AppAccess;

/** What became of an access: gone, or kept with other rights. */
export type AccessNews = { kind: "lost" } | { kind: "changed"; access: WatchedAccess };

interface Watched {
  access: WatchedAccess;
  records: Records;
  listener: (news: AccessNews) => void;
}

/** Ids of the records that an access rests on. */
interface Records {
  session: string;
  membership: string | null;
  app: string | null;
  collaborator: string | null;
}

/** What the store says of those records, each by its id. */
interface Standing {
  live: ReadonlySet<string>;
  roles: ReadonlyMap<string, Role>;
  creators: ReadonlyMap<string, string>;
  collaborations: ReadonlySet<string>;
}

const collections = [sessionsCollection, membershipsCollection, collaboratorsCollection, appsCollection];
/** Changes that come together are looked at together. */
const gatherMs = 50;
const recheckMs = 60_000;
const lingerMs = 60_000;
const retryMs = 500;

/**
 * Tells open streams when what lets them in changes. One feed of ids and one timer for the whole process, from the first
 * watched access until a minute after the last; every minute all are looked at anew, whatever the feed told.
 */
export class AccessWatch {
  readonly #platform: Platform;
  readonly #watched = new Set<Watched>();
  readonly #byRecord = new Map<string, Set<Watched>>();
  #touched = new Set<Watched>();
  #gather: NodeJS.Timeout | null = null;
  #running: { abort: AbortController; recheck: NodeJS.Timeout; done: Promise<void> } | null = null;
  #linger: NodeJS.Timeout | null = null;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Calls `listener` on every change of rights until it is lost or unwatched. Returns the way to end it. */
  watch(access: WatchedAccess, listener: Watched["listener"]): () => void {
    const watched: Watched = { access, records: recordsOf(access), listener };
    this.#watched.add(watched);
    for (const id of idsOf(watched)) {
      const others = this.#byRecord.get(id);
      if (others === undefined) this.#byRecord.set(id, new Set([watched]));
      else others.add(watched);
    }
    this.#start();
    // What changed since the caller's own look, before it was watched, shows by looking once more.
    this.#touch(watched);
    return () => this.#forget(watched);
  }

  async close(): Promise<void> {
    if (this.#gather !== null) clearTimeout(this.#gather);
    this.#watched.clear();
    this.#byRecord.clear();
    await this.#stop();
  }

  #forget(watched: Watched): void {
    if (!this.#watched.delete(watched)) return;
    for (const id of idsOf(watched)) {
      const others = this.#byRecord.get(id);
      others?.delete(watched);
      if (others?.size === 0) this.#byRecord.delete(id);
    }
    if (this.#watched.size > 0) return;
    this.#linger = setTimeout(() => void this.#stop(), lingerMs).unref();
  }

  #start(): void {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
    if (this.#running !== null) return;
    const abort = new AbortController();
    const recheck = setInterval(() => void this.#recheck(this.#watched), recheckMs).unref();
    this.#running = { abort, recheck, done: this.#run(abort.signal) };
  }

  async #stop(): Promise<void> {
    if (this.#linger !== null) clearTimeout(this.#linger);
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    clearInterval(running.recheck);
    running.abort.abort();
    await running.done;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const changes of this.#platform.db.changes(collections, { signal })) {
          for (const { id } of changes) for (const one of this.#byRecord.get(id) ?? []) this.#touch(one);
        }
      } catch (error) {
        if (!signal.aborted) this.#platform.log.warn("access.watch_interrupted", { error: String(error) });
      }
      // What happened while the feed was away shows by looking at everyone.
      await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.#recheck(this.#watched);
    }
  }

  #touch(watched: Watched): void {
    this.#touched.add(watched);
    this.#gather ??= setTimeout(() => {
      this.#gather = null;
      const touched = this.#touched;
      this.#touched = new Set();
      void this.#recheck(touched);
    }, gatherMs);
  }

  /** Reads what these streams rest on with one query a collection, and looks closer at those that differ. */
  async #recheck(watched: Iterable<Watched>): Promise<void> {
    const open = [...watched].filter((one) => this.#watched.has(one));
    if (open.length === 0) return;
    try {
      const standing = await this.#standingOf(open);
      await this.#renew(open.filter((one) => differs(one, standing)));
    } catch (error) {
      // Not known: the next look decides, at the latest in a minute.
      this.#platform.log.warn("access.recheck_failed", { error: String(error) });
    }
  }

  async #standingOf(watched: readonly Watched[]): Promise<Standing> {
    const { db } = this.#platform;
    const read = (which: keyof Records) =>
      [...new Set(watched.map(({ records }) => records[which] ?? ""))].filter(Boolean);
    const sessions = await db.getMany(sessionsCollection, read("session"));
    const memberships = await db.getMany(membershipsCollection, read("membership"));
    const apps = await db.getMany(appsCollection, read("app"));
    const collaborators = await db.getMany(collaboratorsCollection, read("collaborator"));
    return {
      live: new Set(sessions.filter((session) => isLive(this.#platform, session)).map(({ id }) => id)),
      roles: new Map(memberships.map(({ id, role }) => [id, role])),
      creators: new Map(apps.map(({ id, createdBy }) => [id, createdBy])),
      collaborations: new Set(collaborators.map(({ id }) => id)),
    };
  }

  /** Streams of one session at one place share one look. */
  async #renew(touched: Iterable<Watched>): Promise<void> {
    const looks = new Map<string, Promise<WatchedAccess | null>>();
    for (const watched of touched) {
      if (!this.#watched.has(watched)) continue;
      const { access } = watched;
      const place = placeOf(access);
      let look = looks.get(place);
      if (look === undefined) {
        look = renewAccess(this.#platform, access);
        looks.set(place, look);
      }
      try {
        this.#tell(watched, await look);
      } catch (error) {
        // Not known: the next look decides, at the latest in a minute.
        this.#platform.log.warn("access.recheck_failed", { error: String(error) });
      }
    }
  }

  #tell(watched: Watched, access: WatchedAccess | null): void {
    if (!this.#watched.has(watched)) return;
    if (access === null) {
      this.#forget(watched);
      watched.listener({ kind: "lost" });
    } else if (rightsOf(access) !== rightsOf(watched.access)) {
      watched.access = access;
      watched.listener({ kind: "changed", access });
    }
  }
}

const watches = new WeakMap<Database, AccessWatch>();

/** Ends the process's watch. */
export async function closeAccessWatch({ db }: Platform): Promise<void> {
  const watch = watches.get(db);
  watches.delete(db);
  await watch?.close();
}

/** The process's one watch over accesses to a database. */
export function accessWatch(platform: Platform): AccessWatch {
  const known = watches.get(platform.db);
  if (known !== undefined) return known;
  const fresh = new AccessWatch(platform);
  watches.set(platform.db, fresh);
  return fresh;
}

function recordsOf(access: WatchedAccess): Records {
  return {
    session: access.sessionId,
    membership: "workspaceId" in access ? membershipId(access.workspaceId, access.userId) : null,
    app: "appId" in access ? access.appId : null,
    collaborator: "appId" in access ? collaboratorId(access.appId, access.userId) : null,
  };
}

/** Whether an access may no longer be what it was. */
function differs({ access, records }: Watched, standing: Standing): boolean {
  if (!standing.live.has(records.session)) return true;
  if ("role" in access && standing.roles.get(records.membership ?? "") !== access.role) return true;
  if (!("relations" in access)) return false;
  const { relations, userId } = access;
  const creator = standing.creators.get(access.appId);
  if (creator === undefined || (creator === userId) !== relations.includes("creator")) return true;
  // Stewards and creators may be collaborators too: it adds nothing, so their access does not name it.
  return relations.includes("collaborator") && !standing.collaborations.has(records.collaborator ?? "");
}

function idsOf({ records }: Watched): string[] {
  return Object.values(records).filter((id) => id !== null);
}

function placeOf(access: WatchedAccess): string {
  const workspace = "workspaceId" in access ? access.workspaceId : "";
  return `${access.sessionId}/${workspace}/${"appId" in access ? access.appId : ""}`;
}

function rightsOf(access: WatchedAccess): string {
  const role = "role" in access ? access.role : "";
  return `${role}/${"relations" in access ? access.relations.join() : ""}`;
}
