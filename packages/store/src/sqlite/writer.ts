import { StoreError } from "../database.ts";
import type { CommitFeed } from "./commit-feed.ts";
import type { Commit, CommitLog, LoggedChange } from "./commit-log.ts";
import type { Connection } from "./connection.ts";
import { Mutex } from "./mutex.ts";
import { translated } from "./sqlite-errors.ts";

const membersMax = 32;
const openMsMax = 10;

/** What a piece of work on the writer answers, and which changes of fed collections it made. */
export interface Written<T> {
  readonly value: T;
  readonly changes: readonly LoggedChange[];
}

/**
 * The one writing connection. Work on it runs one piece after the other, each whole or not at all. Pieces that wait for
 * each other share one COMMIT, whose cost is most of a small write's; none of them is answered before it.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #log: CommitLog;
  readonly #feed: CommitFeed;
  readonly #turns = new Mutex();
  #group: CommitGroup | null = null;

  constructor(connection: Connection, { log, feed }: { log: CommitLog; feed: CommitFeed }) {
    this.#connection = connection;
    this.#log = log;
    this.#feed = feed;
  }

  /**
   * Settles once its COMMIT is over: what `work` did, or what it ran into, is then there for everyone to read.
   * @throws what `work` throws, or why the COMMIT failed.
   */
  async write<T>(work: () => Promise<Written<T>>): Promise<T> {
    const { done, group } = await this.#turns.run(async () => {
      const group = this.#group ?? this.#open();
      const [done] = await Promise.allSettled([this.#join(group, work)]);
      if (done.status === "rejected" && !this.#connection.inTransaction) group.failure ??= done.reason;
      if (!this.#staysOpen(group)) this.#commit(group);
      return { done, group };
    });
    if (done.status === "rejected") {
      await group.committed.catch(() => undefined);
      throw done.reason;
    }
    await group.committed;
    return done.value;
  }

  /** Runs `work` after all so far is committed. */
  close(work: () => void): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#group) this.#commit(this.#group);
      work();
    });
  }

  #open(): CommitGroup {
    translated(() => this.#connection.run("BEGIN IMMEDIATE"));
    this.#group = new CommitGroup();
    return this.#group;
  }

  async #join<T>(group: CommitGroup, work: () => Promise<Written<T>>): Promise<T> {
    // Who is alone takes the whole transaction back.
    const isFirst = group.members === 0;
    group.members += 1;
    if (!isFirst) translated(() => this.#connection.run("SAVEPOINT member"));
    try {
      const { value, changes } = await work();
      translated(() => {
        const commit = changes.length > 0 ? this.#log.append(this.#connection, changes) : null;
        if (!isFirst) this.#connection.run("RELEASE member");
        if (commit) group.commits.push(commit);
      });
      return value;
    } catch (error) {
      // A full disk has already taken the transaction back, with all its members.
      if (this.#connection.inTransaction) {
        this.#connection.execute(isFirst ? "ROLLBACK" : "ROLLBACK TO member");
        if (!isFirst) this.#connection.execute("RELEASE member");
      }
      throw error;
    }
  }

  #staysOpen(group: CommitGroup): boolean {
    return (
      this.#turns.waiting > 0 &&
      this.#connection.inTransaction &&
      group.members < membersMax &&
      performance.now() - group.openedAt < openMsMax
    );
  }

  #commit(group: CommitGroup): void {
    this.#group = null;
    try {
      if (!this.#connection.inTransaction) {
        group.fail(group.failure ?? new StoreError("store.unavailable", "The transaction was taken back."));
        return;
      }
      translated(() => this.#connection.run("COMMIT"));
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.execute("ROLLBACK");
      group.fail(error);
      return;
    }
    for (const commit of group.commits) this.#feed.committed(commit);
    group.succeed();
  }
}

/** Pieces of work that one COMMIT makes durable. */
class CommitGroup {
  readonly openedAt = performance.now();
  readonly commits: Commit[] = [];
  readonly committed: Promise<void>;
  members = 0;
  failure: unknown = null;
  succeed: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.committed = new Promise((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
    // Its members hear of a failure; it may have none left.
    this.committed.catch(() => undefined);
  }
}
