import type { AppDocument } from "@second/contracts";
import { type Connection, newRequestId } from "./connection.ts";
import { newDocumentId } from "./document-id.ts";
import { invalidError, offlineError } from "./errors.ts";
import { plainFields } from "./pending-write.ts";
import { documentKey, type PendingWrites } from "./pending-writes.ts";
import { type Answer, type Part, type Sending, sendOnce } from "./sending.ts";
import type { SecondDataError } from "./types.ts";

export interface WriteOptions {
  /** Called in the tick in which the view rolls back, before the promise rejects. */
  onError?: (error: SecondDataError) => void;
}

/** A wanted change of one document. `ifVersion` refuses it when another version is stored. */
export type Write =
  | { kind: "insert"; collection: string; docId?: string; fields: object }
  | { kind: "update"; collection: string; docId: string; fields: object; ifVersion?: number | undefined }
  | { kind: "replace"; collection: string; docId: string; fields: object; ifVersion: number }
  | { kind: "remove"; collection: string; docId: string };

/** What a batch may hold: replacing a document goes alone. */
export type BatchWrite = Exclude<Write, { kind: "replace" }>;

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
  /** Unanswered requests of each document. */
  readonly #queues = new Map<string, Sending[]>();

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
  write(asked: Write, options?: WriteOptions): Promise<AppDocument | null> {
    return this.#begin([asked], false, options).then(([doc]) => doc ?? null);
  }

  /** Shows all of them at once. They are stored together or not at all. */
  batch(asked: readonly BatchWrite[], options?: WriteOptions): Promise<Answer> {
    return this.#begin(asked, true, options);
  }

  #begin(asked: readonly Write[], isBatch: boolean, { onError }: WriteOptions = {}): Promise<Answer> {
    const parts = this.#prepare(asked);
    if (parts === null) {
      const error = invalidError("/data", "is not a JSON value");
      onError?.(error);
      return Promise.reject(error);
    }
    const requestId = parts[0]?.write.requestId ?? "";
    const sending: Sending = { requestId, parts, isBatch, answer: Promise.resolve([]) };
    const before = this.#enter(sending);
    this.#show(sending);
    sending.answer = this.#send(sending, before).then(
      (answer) => {
        this.#leave(sending);
        for (const [i, { write }] of parts.entries()) {
          const outcome = answer[i] ?? null;
          if (outcome) this.#rebase(documentKey(write), outcome._version);
          this.#pending.answer(write, outcome);
        }
        this.#show(sending);
        return answer;
      },
      (error: SecondDataError) => {
        this.#leave(sending);
        for (const { write } of parts) this.#pending.remove(write);
        this.#show(sending);
        onError?.(error);
        throw error;
      },
    );
    // A promise of its own: that later writes look at the answer does not make a refusal caught.
    return sending.answer.then((answer) => answer);
  }

  /** Null when something is no JSON value. */
  #prepare(asked: readonly Write[]): Part[] | null {
    const requestId = newRequestId();
    const userId = this.#connection.hello.get()?.user.id ?? "";
    // One moment for all, as the server will have it.
    const inserts = asked.filter(({ kind }) => kind === "insert");
    const moments = inserts.map(({ collection }) => this.#createdAt(collection));
    const at = [new Date().toISOString(), ...moments].sort().at(-1) ?? "";
    const first = new Map<string, Part>();
    try {
      return asked.map((one) => {
        const { kind, collection, docId = newDocumentId() } = one;
        const fields = kind === "remove" ? {} : plainFields(one.fields);
        const write = { requestId, collection, docId, kind, fields, at, userId };
        const part: Part = { write, ifVersion: "ifVersion" in one ? one.ifVersion : undefined };
        const former = first.get(documentKey(write));
        first.set(documentKey(write), former ?? part);
        if (former) {
          // The version counts where a batch first touches the document: what follows builds on that.
          if (former.write.kind !== "insert") former.ifVersion ??= part.ifVersion;
          part.ifVersion = undefined;
        }
        return part;
      });
    } catch {
      return null;
    }
  }

  /** Answers the requests that must have ended before. */
  #enter(sending: Sending): Set<Sending> {
    const before = new Set<Sending>();
    for (const { write } of sending.parts) {
      this.#pending.add(write);
      const key = documentKey(write);
      const queue = this.#queues.get(key) ?? [];
      this.#queues.set(key, queue);
      const last = queue.at(-1);
      if (last === sending) continue;
      if (last) before.add(last);
      queue.push(sending);
    }
    return before;
  }

  #leave(sending: Sending): void {
    for (const { write } of sending.parts) {
      const key = documentKey(write);
      const queue = this.#queues.get(key)?.filter((other) => other !== sending) ?? [];
      if (queue.length === 0) this.#queues.delete(key);
      else this.#queues.set(key, queue);
    }
  }

  #show({ parts }: Sending): void {
    for (const collection of new Set(parts.map(({ write }) => write.collection))) this.#changed(collection);
  }

  /** Later writes that build on what an own write replaced build on that write now. */
  #rebase(key: string, version: number): void {
    for (const { parts } of this.#queues.get(key) ?? []) {
      for (const part of parts) {
        if (documentKey(part.write) === key && part.ifVersion === version - 1) part.ifVersion = version;
      }
    }
  }

  async #send(sending: Sending, before: ReadonlySet<Sending>): Promise<Answer> {
    for (const other of before) {
      // Without the document that an insert failed to make, what follows it has no meaning.
      await other.answer.catch((error) => makesOneOf(other, sending) && Promise.reject(error));
    }
    const deadline = Date.now() + retryMsMax;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const giveUp = setTimeout(() => this.#connection.abandon(sending.requestId), deadline - Date.now());
      try {
        return await sendOnce(this.#connection, sending);
      } catch (thrown) {
        // The connection rejects with nothing else.
        const error = thrown as SecondDataError;
        if (!error.retryable) throw error;
        if (this.#connection.status.get().status !== "offline") {
          clearTimeout(giveUp);
          await this.#pause(Math.min(Math.max(pause, error.retryAfterMs ?? 0), deadline - Date.now()));
          if (Date.now() < deadline) continue;
        }
        throw offlineError(error);
      } finally {
        clearTimeout(giveUp);
      }
    }
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

/** Whether a request was to insert a document that another one is about. */
function makesOneOf(one: Sending, other: Sending): boolean {
  const keys = new Set(other.parts.map(({ write }) => documentKey(write)));
  return one.parts.some(({ write }) => write.kind === "insert" && keys.has(documentKey(write)));
}
