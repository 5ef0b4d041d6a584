import type { AppDocument } from "@second/contracts";
import { type Connection, newRequestId } from "./connection.ts";
import { newDocumentId } from "./document-id.ts";
import { invalidError, offlineError } from "./errors.ts";
import { type PendingWrite, plainFields } from "./pending-write.ts";
import type { PendingWrites } from "./pending-writes.ts";
import type { SecondDataError } from "./types.ts";

export interface WriteOptions {
  ifVersion?: number | undefined;
  /** Called in the tick in which the view rolls back, before the promise rejects. */
  onError?: (error: SecondDataError) => void;
}

export type Write =
  | { kind: "insert"; collection: string; fields: object }
  | { kind: "update"; collection: string; docId: string; fields: object }
  | { kind: "remove"; collection: string; docId: string };

interface Queued {
  write: PendingWrite;
  ifVersion: number | undefined;
  /** Settles with the answer; the document's next write waits for it. */
  answer: Promise<AppDocument | null>;
}

/** How long a write is tried again before it is given up. */
const retryMsMax = 10_000;
const firstPauseMs = 200;
const longestPauseMs = 2000;

/**
 * Sends writes: different documents at once, those of one document in order, since each builds on the one before. Passing
 * failures are tried again under the same request id.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #pending: PendingWrites;
  readonly #changed: (collection: string) => void;
  readonly #createdAt: (collection: string) => string;
  /** Unanswered writes of each document. */
  readonly #queues = new Map<string, Queued[]>();

  constructor(
    connection: Connection,
    pending: PendingWrites,
    /** `changed` recomputes a collection's views. `createdAt` is the time to show for a document of this moment. */
    views: { changed: (collection: string) => void; createdAt: (collection: string) => string },
  ) {
    this.#connection = connection;
    this.#pending = pending;
    this.#changed = views.changed;
    this.#createdAt = views.createdAt;
  }

  /** Shows the write at once. Resolves to the stored document, null for a removal. */
  write(asked: Write, { ifVersion, onError }: WriteOptions = {}): Promise<AppDocument | null> {
    const write = this.#prepare(asked);
    if (write === null) {
      const error = invalidError("/data", "is not a JSON value");
      onError?.(error);
      return Promise.reject(error);
    }
    const key = `${write.collection}/${write.docId}`;
    const queue = this.#queues.get(key) ?? [];
    this.#queues.set(key, queue);
    const before = queue.at(-1);
    this.#pending.add(write);
    this.#changed(write.collection);
    const queued: Queued = { write, ifVersion, answer: Promise.resolve(null) };
    queue.push(queued);
    queued.answer = this.#send(queued, before).then(
      (outcome) => {
        this.#leave(key, queued);
        if (outcome) rebase(queue, outcome._version);
        this.#pending.answer(write, outcome);
        this.#changed(write.collection);
        return outcome;
      },
      (error: SecondDataError) => {
        this.#leave(key, queued);
        this.#pending.remove(write);
        this.#changed(write.collection);
        onError?.(error);
        throw error;
      },
    );
    // A promise of its own: that later writes look at the answer does not make a refusal caught.
    return queued.answer.then((outcome) => outcome);
  }

  #prepare(asked: Write): PendingWrite | null {
    const { kind, collection } = asked;
    try {
      return {
        requestId: newRequestId(),
        collection,
        docId: kind === "insert" ? newDocumentId() : asked.docId,
        kind,
        fields: kind === "remove" ? {} : plainFields(asked.fields),
        at: kind === "insert" ? this.#createdAt(collection) : new Date().toISOString(),
        userId: this.#connection.hello.get()?.user.id ?? "",
      };
    } catch {
      return null;
    }
  }

  #leave(key: string, queued: Queued): void {
    const queue = this.#queues.get(key);
    queue?.splice(queue.indexOf(queued), 1);
    if (queue?.length === 0) this.#queues.delete(key);
  }

  async #send(queued: Queued, before: Queued | undefined): Promise<AppDocument | null> {
    // Without the document that an insert failed to make, what follows it has no meaning.
    if (before) await before.answer.catch((error) => before.write.kind === "insert" && Promise.reject(error));
    const deadline = Date.now() + retryMsMax;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const giveUp = setTimeout(
        () => this.#connection.abandon(queued.write.requestId),
        deadline - Date.now(),
      );
      try {
        return await this.#attempt(queued);
      } catch (thrown) {
        // The connection rejects with nothing else.
        const error = thrown as SecondDataError;
        if (!error.retryable) throw error;
        if (this.#connection.status.get().status !== "offline") {
          clearTimeout(giveUp);
          await this.#pause(Math.min(pause, deadline - Date.now()));
          if (Date.now() < deadline) continue;
        }
        throw offlineError(error);
      } finally {
        clearTimeout(giveUp);
      }
    }
  }

  async #attempt({ write, ifVersion }: Queued): Promise<AppDocument | null> {
    const { requestId, collection, docId, fields } = write;
    const data = { ...fields };
    if (write.kind === "insert") {
      const insert = { collection, data, id: docId };
      return (await this.#connection.request("second:data:insert", insert, requestId)).doc;
    }
    if (write.kind === "update") {
      const update = { collection, docId, data, ...(ifVersion === undefined ? {} : { ifVersion }) };
      return (await this.#connection.request("second:data:update", update, requestId)).doc;
    }
    await this.#connection.request("second:data:delete", { collection, docId }, requestId);
    return null;
  }

  /** Waits, but not past the moment in which the connection is back. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const was = this.#connection.status.get().status;
      const done = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
      const timer = setTimeout(done, ms);
      const unsubscribe = this.#connection.status.subscribe(() => {
        if (was !== "live" && this.#connection.status.get().status === "live") done();
      });
    });
  }
}

/** Later writes that build on what an own write replaced build on that write now. */
function rebase(queue: readonly Queued[], version: number): void {
  for (const queued of queue) if (queued.ifVersion === version - 1) queued.ifVersion = version;
}
