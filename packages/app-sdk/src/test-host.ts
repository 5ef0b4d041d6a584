import type { AppDocument, BridgeError } from "@second/contracts";
import { SecondClient, setCurrentClient } from "./client.ts";
import { dataError } from "./errors.ts";
import type { HostPort } from "./host-port.ts";
import { TestDocuments, type TestWrite } from "./test-documents.ts";
import { TestFrame } from "./test-frame.ts";
import type { CurrentUser, Member } from "./types.ts";

export interface TestHostOptions {
  /** Documents by collection, oldest first. */
  collections?: Readonly<Record<string, readonly object[]>>;
  user?: Partial<CurrentUser>;
  members?: readonly Member[];
}

/** A platform in memory: what an app's tests have instead of the real one. */
export interface TestHost {
  /** A new line, as a frame of its own would have. */
  connect(): HostPort;
  /** Makes the hooks of this module talk to this host. The answer puts the former state back. */
  install(): () => void;
  documents(collection: string): readonly AppDocument[];
  /** Writes as another person would. @throws SecondDataError */
  write(write: TestWrite, userId?: string): AppDocument | null;
  /** From now on the app is used by this person. */
  actAs(user: Partial<CurrentUser> & { id: string }): void;
  goOffline(): void;
  goOnline(): void;
  /** The next writes fail, without being stored. */
  failNext(error: Partial<BridgeError> & { code: string }, times?: number): void;
  /** How long the host takes to deal with a message, in milliseconds; 0 until told. */
  delay(ms: number): void;
}

const someone: CurrentUser = {
  id: "usr_01jdq7m3kx8v2w9r4tzc6b5ahe",
  name: "Ada Moreno",
  email: "ada@example.com",
  avatar: null,
  role: "member",
  teams: [],
};

export function createTestHost({ collections = {}, user, members }: TestHostOptions = {}): TestHost {
  const documents = new TestDocuments();
  const frames = new Set<TestFrame>();
  const failures: BridgeError[] = [];
  let person: CurrentUser = { ...someone, ...user };
  let isOffline = false;
  let delayMs = 0;

  const written = (by: { frame: TestFrame; requestId: string } | null) => {
    for (const frame of frames) frame.update(by?.frame === frame ? [by.requestId] : []);
  };
  const world = {
    documents,
    user: () => person,
    members: () => members ?? [{ id: person.id, name: person.name, avatar: person.avatar }],
    isOffline: () => isOffline,
    takeFailure: () => failures.shift() ?? null,
    later: (step: () => void) => {
      if (delayMs === 0) queueMicrotask(step);
      else setTimeout(step, delayMs);
    },
    written,
  };
  const connect = () => {
    const frame = new TestFrame(world);
    frames.add(frame);
    return frame;
  };
  const tellStatus = () => {
    for (const frame of frames) frame.tellStatus(isOffline ? "offline" : "live");
  };

  for (const [collection, rows] of Object.entries(collections)) {
    for (const fields of rows) documents.write({ kind: "insert", collection, fields }, person.id);
  }
  return {
    connect,
    install() {
      const client = new SecondClient(connect());
      const former = setCurrentClient(client);
      return () => {
        setCurrentClient(former);
        client.close();
      };
    },
    documents: (collection) => documents.all(collection),
    write(write, userId = "usr_01jdq5x0n3c8m7k2v9r4tzb6ah") {
      const outcome = documents.write(write, userId);
      if (outcome.kind === "failed") throw dataError(outcome.error);
      written(null);
      return outcome.doc;
    },
    actAs(next) {
      person = { ...person, ...next };
      for (const frame of frames) frame.greet();
    },
    goOffline() {
      isOffline = true;
      tellStatus();
    },
    goOnline() {
      isOffline = false;
      tellStatus();
      for (const frame of frames) frame.update([], true);
    },
    failNext(error, times = 1) {
      const full = { title: error.code, status: 422, retryable: false, ...error };
      for (let i = 0; i < times; i++) failures.push(full);
    },
    delay(ms) {
      delayMs = ms;
    },
  };
}
