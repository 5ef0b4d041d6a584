import type { AppDocument } from "@second/contracts";
import { type PendingWrite, withWrites } from "./pending-write.ts";

interface Touched {
  collection: string;
  docId: string;
  /** Replaced at every change, so that a former result is known to be the same. */
  writes: readonly PendingWrite[];
  shown: { stored: AppDocument | undefined; doc: AppDocument | undefined } | null;
}

/** All writes that are not yet part of what the server sent, by document and in order. */
export class PendingWrites {
  readonly #touched = new Map<string, Touched>();

  add(write: PendingWrite): void {
    this.#change(write, (writes) => [...writes, write]);
  }

  remove(write: PendingWrite): void {
    this.#change(write, (writes) => writes.filter((other) => other !== write));
  }

  answer(write: PendingWrite, outcome: AppDocument | null): void {
    write.outcome = outcome;
    this.#change(write, (writes) => [...writes]);
  }

  /** What these wrote has arrived, answered or not: they are not needed any more. Gives their collections. */
  settle(requestIds: readonly string[]): Set<string> {
    const ids = new Set(requestIds);
    const collections = new Set<string>();
    for (const { writes } of [...this.#touched.values()]) {
      for (const write of writes) {
        if (!ids.has(write.requestId)) continue;
        this.remove(write);
        collections.add(write.collection);
      }
    }
    return collections;
  }

  /** The document that an answer gave, so that the same version keeps its identity when it arrives again. */
  answered(collection: string, docId: string, version: number): AppDocument | undefined {
    const writes = this.#touched.get(documentKey({ collection, docId }))?.writes;
    return writes?.find(({ outcome }) => outcome?._version === version)?.outcome ?? undefined;
  }

  /** Each touched document of a collection as it shows, given what is stored of it. */
  *shown(
    collection: string,
    stored: (docId: string) => AppDocument | undefined,
  ): Generator<[docId: string, doc: AppDocument | undefined]> {
    for (const touched of this.#touched.values()) {
      if (touched.collection !== collection) continue;
      const now = stored(touched.docId);
      if (touched.shown === null || touched.shown.stored !== now) {
        touched.shown = { stored: now, doc: withWrites(now, touched.writes) };
      }
      yield [touched.docId, touched.shown.doc];
    }
  }

  #change(
    { collection, docId }: PendingWrite,
    change: (writes: readonly PendingWrite[]) => readonly PendingWrite[],
  ): void {
    const key = documentKey({ collection, docId });
    const writes = change(this.#touched.get(key)?.writes ?? []);
    if (writes.length === 0) this.#touched.delete(key);
    else this.#touched.set(key, { collection, docId, writes, shown: null });
  }
}

/** Names one document among those of all collections. */
export const documentKey = ({ collection, docId }: { collection: string; docId: string }) =>
  `${collection}/${docId}`;
