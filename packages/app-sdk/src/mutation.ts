import { newDocumentId } from "./document-id.ts";
import type { Fields } from "./types.ts";
import type { BatchWrite } from "./write-queue.ts";

/** Names the changes of a mutation. Of use only until the recipe returns. */
export interface MutationTx {
  /** Answers the new document's final id. */
  insert<T = object>(collection: string, fields: Fields<T>): string;
  /** `ifVersion` makes the whole fail with `document.conflict` when someone changed the document since. */
  update<T = object>(
    collection: string,
    id: string,
    fields: Partial<Fields<T>>,
    options?: { ifVersion?: number },
  ): void;
  remove(collection: string, id: string): void;
}

/** The changes that a recipe names, in their order. */
export function recordChanges<R>(recipe: (tx: MutationTx) => R): { changes: BatchWrite[]; result: R } {
  const changes: BatchWrite[] = [];
  let isOver = false;
  const add = (change: BatchWrite) => {
    if (isOver) throw new Error("A mutation names all its changes before it returns.");
    changes.push(change);
  };
  const tx: MutationTx = {
    insert(collection, fields) {
      const docId = newDocumentId();
      add({ kind: "insert", collection, docId, fields });
      return docId;
    },
    update(collection, docId, fields, { ifVersion } = {}) {
      add({ kind: "update", collection, docId, fields, ifVersion });
    },
    remove(collection, docId) {
      add({ kind: "remove", collection, docId });
    },
  };
  try {
    return { changes, result: recipe(tx) };
  } finally {
    isOver = true;
  }
}
