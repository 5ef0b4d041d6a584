import type { AppDocument, BridgeError } from "@second/contracts";
import { newDocumentId } from "./document-id.ts";
import { plainFields, withFields } from "./pending-write.ts";

export type TestWrite =
  | { kind: "insert"; collection: string; docId?: string | undefined; fields: object }
  | { kind: "update"; collection: string; docId: string; fields: object; ifVersion?: number | undefined }
  | { kind: "replace"; collection: string; docId: string; fields: object; ifVersion: number }
  | { kind: "remove"; collection: string; docId: string };

/** What a batch comes to: one document for each operation, null for a removal. */
export type TestBatchOutcome =
  | { kind: "ok"; docs: (AppDocument | null)[] }
  | { kind: "failed"; error: BridgeError };
export type TestOutcome = { kind: "ok"; doc: AppDocument | null } | { kind: "failed"; error: BridgeError };

/** Documents in memory, with the versions, times and refusals that the server has. */
export class TestDocuments {
  #collections = new Map<string, Map<string, AppDocument>>();
  #versions = new Map<string, number>();
  readonly #writes = new Map<string, number>();
  #lastMs = 0;

  all(collection: string): AppDocument[] {
    return [...(this.#collections.get(collection)?.values() ?? [])];
  }

  /** How often something of the collection was written. */
  writesTo(collection: string): number {
    return this.#writes.get(collection) ?? 0;
  }

  get(collection: string, docId: string): AppDocument | undefined {
    return this.#collections.get(collection)?.get(docId);
  }

  write(write: TestWrite, userId: string): TestOutcome {
    return this.#apply(write, { userId, at: this.#now() });
  }

  #apply(write: TestWrite, { userId, at }: { userId: string; at: string }): TestOutcome {
    const { collection } = write;
    const docs = this.#collections.get(collection) ?? new Map<string, AppDocument>();
    this.#collections.set(collection, docs);
    const docId = write.docId ?? newDocumentId();
    const present = docs.get(docId);
    if (write.kind === "insert" && present)
      return failed(409, "document.exists", "A record with this id exists.");
    if (write.kind !== "insert" && !present) {
      return failed(404, "resource.not_found", "There is nothing here that you can see.");
    }
    if ("ifVersion" in write && write.ifVersion !== undefined && write.ifVersion !== present?._version) {
      const conflict = failed(409, "document.conflict", "Someone changed this since you opened it.");
      return present ? { kind: "failed", error: { ...conflict.error, current: present } } : conflict;
    }
    const key = `${collection}/${docId}`;
    const version = (this.#versions.get(key) ?? 0) + 1;
    this.#versions.set(key, version);
    this.#writes.set(collection, this.writesTo(collection) + 1);
    if (write.kind === "remove") {
      docs.delete(docId);
      return { kind: "ok", doc: null };
    }
    const fields = plainFields(write.fields);
    const system = { _id: docId, _version: version, _updatedAt: at, _updatedBy: userId };
    const made = { _createdAt: present?._createdAt ?? at, _createdBy: present?._createdBy ?? userId };
    const doc: AppDocument =
      write.kind === "update" && present
        ? { ...withFields(present, fields), ...system }
        : { ...fields, ...made, ...system };
    docs.set(docId, doc);
    return { kind: "ok", doc };
  }

  /** All of them or none; a failure names its operation. */
  writeAll(writes: readonly TestWrite[], userId: string): TestBatchOutcome {
    const at = this.#now();
    const collections = new Map([...this.#collections].map(([name, docs]) => [name, new Map(docs)]));
    const versions = new Map(this.#versions);
    const docs: (AppDocument | null)[] = [];
    for (const [index, write] of writes.entries()) {
      const outcome = this.#apply(write, { userId, at });
      if (outcome.kind === "failed") {
        this.#collections = collections;
        this.#versions = versions;
        return { kind: "failed", error: { ...outcome.error, index } };
      }
      docs.push(outcome.doc);
    }
    return { kind: "ok", docs };
  }

  /** Never the same twice, so that the newest first is one order. */
  #now(): string {
    this.#lastMs = Math.max(Date.now(), this.#lastMs + 1);
    return new Date(this.#lastMs).toISOString();
  }
}

function failed(status: number, code: string, title: string): { kind: "failed"; error: BridgeError } {
  return { kind: "failed", error: { code, title, status, retryable: false } };
}
