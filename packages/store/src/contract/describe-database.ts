import { afterAll, beforeAll, describe } from "vitest";
import type { Blobs } from "../blobs.ts";
import type { Database } from "../database.ts";
import { blobTests } from "./blob-tests.ts";
import { changeTests } from "./change-tests.ts";
import { filterTests } from "./filter-tests.ts";
import { indexTests } from "./index-tests.ts";
import { recordTests } from "./record-tests.ts";
import { resumeTests } from "./resume-tests.ts";
import { snapshotTests } from "./snapshot-tests.ts";
import { transactionTests } from "./transaction-tests.ts";

export interface OpenedStore {
  database: Database;
  blobs: Blobs;
  /** Removes what the suite stored and closes. */
  close(): Promise<void>;
}

/** What every part of the suite gets: the store that is open while its tests run, and the clock of its blobs. */
export type Store = () => OpenedStore & { now(): number; pass(ms: number): void };

/** The port's promises as tests: every driver passes them all. The store is opened once and starts empty. */
export function describeDatabase(name: string, open: (now: () => number) => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore | null = null;
    let passedMs = 0;
    const now = () => Date.now() + passedMs;
    const pass = (ms: number) => {
      passedMs += ms;
    };
    beforeAll(async () => {
      opened = await open(now);
    });
    afterAll(() => opened?.close());
    const store: Store = () => {
      if (!opened) throw new Error("The store is open only while tests run.");
      return { ...opened, now, pass };
    };
    describe("records", () => recordTests(store));
    describe("filters", () => filterTests(store));
    describe("indexes", () => indexTests(store));
    describe("transactions", () => transactionTests(store));
    describe("snapshots", () => snapshotTests(store));
    describe("changes", () => changeTests(store));
    describe("resuming", () => resumeTests(store));
    describe("blobs", () => blobTests(store));
  });
}
