import { formatPosition, parsePosition, positionExpired, wholeTransaction } from "../core/position.ts";
import type { CommittedChange, Position } from "../database.ts";
import type { Commit, CommitLog } from "./commit-log.ts";
import type { Connection } from "./connection.ts";
import { storeErrorOf } from "./sqlite-errors.ts";
import { recordOf } from "./sqlite-reader.ts";

const recentCommitsMax = 4_096;
const recentBytesMax = 16 * 1024 * 1024;
const logPage = 256;

const bytesOf = (commit: Commit) => commit.changes.reduce((sum, { body }) => sum + (body?.length ?? 0), 64);

/** A commit and the index of the first change that is still to be delivered. */
interface FollowedCommit extends Commit {
  readonly from: number;
}

interface FeedRequest {
  collections: ReadonlySet<string>;
  after: Position;
  signal: AbortSignal | undefined;
}

/**
 * Tells subscribers of commits of this process. The latest stay in memory; who is further behind reads the log, so a
 * slow subscriber costs no memory.
 */
export class CommitFeed {
  readonly #epoch: string;
  readonly #log: CommitLog;
  readonly #reader: Connection;
  readonly #wakers = new Set<() => void>();
  #subscribers = 0;
  #recent: Commit[] = [];
  #recentBytes = 0;
  #closed = false;

  constructor(epoch: string, log: CommitLog, reader: Connection) {
    this.#epoch = epoch;
    this.#log = log;
    this.#reader = reader;
  }

  /** Call right after COMMIT, in commit order. */
  committed(commit: Commit): void {
    if (this.#subscribers === 0) return;
    this.#recent.push(commit);
    this.#recentBytes += bytesOf(commit);
    while (
      this.#recent.length > recentCommitsMax ||
      (this.#recentBytes > recentBytesMax && this.#recent[1])
    ) {
      // Half at once, so that dropping costs little for each commit.
      for (const dropped of this.#recent.splice(0, Math.ceil(this.#recent.length / 2))) {
        this.#recentBytes -= bytesOf(dropped);
      }
    }
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *follow({
    collections,
    after,
    signal,
  }: FeedRequest): AsyncGenerator<CommittedChange[], void, undefined> {
    const onAbort = () => this.#wake();
    signal?.addEventListener("abort", onAbort);
    this.#subscribers += 1;
    try {
      for await (const commit of this.#commitsAfter(
        after,
        () => this.#closed || (signal?.aborted ?? false),
      )) {
        const item = this.#item(commit, collections);
        if (item.length > 0) yield item;
      }
    } catch (error) {
      throw storeErrorOf(error);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#subscribers -= 1;
      if (this.#subscribers === 0) {
        this.#recent = [];
        this.#recentBytes = 0;
      }
    }
  }

  async *#commitsAfter(
    after: Position,
    isOver: () => boolean,
  ): AsyncGenerator<FollowedCommit, void, undefined> {
    const start = parsePosition(this.#epoch, after);
    let sequence = Number(start.commit);
    if (sequence > this.#log.bounds(this.#reader).last) throw positionExpired();
    if (sequence > 0 && start.index !== wholeTransaction) {
      const [begun] = this.#log.read(this.#reader, sequence - 1, 1) ?? [];
      if (!begun) throw positionExpired();
      yield { ...begun, from: start.index + 1 };
    }
    while (!isOver()) {
      const commits = this.#after(sequence);
      for (const commit of commits) {
        sequence = commit.sequence;
        yield { ...commit, from: 0 };
        if (isOver()) return;
      }
      if (commits.length === 0) await new Promise<void>((resolve) => this.#wakers.add(resolve));
    }
  }

  #after(sequence: number): readonly Commit[] {
    const [oldest] = this.#recent;
    if (oldest && sequence + 1 >= oldest.sequence) {
      const start = sequence + 1 - oldest.sequence;
      return this.#recent.slice(start, start + logPage);
    }
    const commits = this.#log.read(this.#reader, sequence, logPage);
    if (commits === null) throw positionExpired();
    return commits;
  }

  /** What of a commit the subscriber asked for. Bodies are parsed anew, so that subscribers share no objects. */
  #item(commit: FollowedCommit, collections: ReadonlySet<string>): CommittedChange[] {
    return commit.changes.flatMap(({ collection, id, kind, body }, index) => {
      if (index < commit.from || !collections.has(collection)) return [];
      const position = formatPosition(this.#epoch, commit.sequence, index);
      const change: CommittedChange = { collection, id, kind, position };
      return [body === null ? change : { ...change, record: recordOf(body) }];
    });
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }
}
