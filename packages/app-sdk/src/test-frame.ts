import type {
  AppDocument,
  BatchOperation,
  BridgeError,
  BridgeRequest,
  FieldFault,
  SubscriptionUpdate,
} from "@second/contracts";
import { compare, matches, openAggregate, parseAggregate, parseQuery, type Query } from "@second/query";
import type { HostPort } from "./host-port.ts";
import type { TestBatchOutcome, TestDocuments, TestWrite } from "./test-documents.ts";
import type { CurrentUser, Member } from "./types.ts";

/** What all frames of a test host share. */
export interface FrameWorld {
  documents: TestDocuments;
  user: () => CurrentUser;
  members: () => readonly Member[];
  isOffline: () => boolean;
  /** What the next write fails with, taken out; null for nothing. */
  takeFailure: () => BridgeError | null;
  /** Runs a step of the host when its time has come; steps keep their order. */
  later: (step: () => void) => void;
  /** Called after a write: every frame gets what changed. */
  written: (by: { frame: TestFrame; requestId: string } | null) => void;
}

type Of<T extends BridgeRequest["type"]> = Extract<BridgeRequest, { type: T }>;
type Subscribe = Of<"second:data:subscribe">;
type WriteRequest = Of<`second:data:${"insert" | "update" | "replace" | "delete" | "batch"}`>;

interface Held {
  collection: string;
  query: Query;
  limit: number;
  sent: Map<string, number>;
  hasMore: boolean;
}

const rowsMax = 10_000;
const offline: BridgeError = {
  code: "offline",
  title: "There is no connection.",
  status: 0,
  retryable: true,
};

function invalid(fields: FieldFault[]): BridgeError {
  return {
    code: "request.invalid",
    title: "Some fields need attention.",
    status: 400,
    retryable: false,
    fields,
  };
}

/** One app's line to the test host. */
export class TestFrame implements HostPort {
  readonly #world: FrameWorld;
  readonly #listeners = new Set<(message: unknown) => void>();
  readonly #held = new Map<string, Held>();
  /** Figures that the app follows: their collection, and how often it was written when they were computed. */
  readonly #figures = new Map<string, { collection: string; writes: number }>();
  /** What cannot be answered until the connection is back. */
  #waiting: BridgeRequest[] = [];

  constructor(world: FrameWorld) {
    this.#world = world;
  }

  post(message: object): void {
    // Sent by our own client, so it is a request or something that has no answer.
    const request = structuredClone(message) as BridgeRequest;
    if ("requestId" in request) this.#world.later(() => this.#handle(request));
  }

  listen(receive: (message: unknown) => void): () => void {
    this.#listeners.add(receive);
    return () => this.#listeners.delete(receive);
  }

  /** Each message is a task of its own, as between windows. */
  say(message: object): void {
    const copy = structuredClone({ source: "second-platform", ...message });
    setTimeout(() => {
      for (const receive of [...this.#listeners]) receive(copy);
    });
  }

  greet(requestId = ""): void {
    const limits = { documentBytesMax: 262_144 };
    const hello = { protocol: 2, side: "draft", user: this.#world.user(), limits, theme: "light" };
    this.say({ type: "second:hello-response", requestId, ...hello });
  }

  tellStatus(status: "live" | "offline"): void {
    this.say({ type: "second:data:status", status, since: new Date().toISOString() });
    if (status === "offline") return;
    for (const request of this.#waiting.splice(0)) this.#handle(request);
  }

  /** Brings every subscription to what is stored now, in one post. `whole` replaces instead of changing. */
  update(settled: readonly string[], whole = false): void {
    if (this.#world.isOffline()) return;
    const updates: SubscriptionUpdate[] = [...this.#held].flatMap(([subscriptionId, held]) => {
      const update = this.#difference(held, whole);
      return update === null ? [] : [{ subscriptionId, ...update }];
    });
    for (const [subscriptionId, { collection, writes }] of this.#figures) {
      if (writes < this.#world.documents.writesTo(collection)) updates.push({ subscriptionId, changes: [] });
    }
    if (updates.length === 0 && settled.length === 0) return;
    this.say({ type: "second:data:subscription", updates, settled });
  }

  #handle(request: BridgeRequest): void {
    const { isOffline, members } = this.#world;
    switch (request.type) {
      case "second:hello":
        this.greet(request.requestId);
        break;
      case "second:data:insert":
      case "second:data:update":
      case "second:data:replace":
      case "second:data:delete":
      case "second:data:batch":
        this.#write(request);
        break;
      case "second:data:unsubscribe":
        this.#held.delete(request.subscriptionId);
        this.#figures.delete(request.subscriptionId);
        this.#answer(request, { subscriptionId: request.subscriptionId });
        break;
      default:
        if (isOffline()) this.#waiting.push(request);
        else if (request.type === "second:members:list") this.#answer(request, { members: members() });
        else this.#read(request);
    }
  }

  #write(request: WriteRequest): void {
    const { documents, user, isOffline, takeFailure, written } = this.#world;
    const isBatch = request.type === "second:data:batch";
    const writes = isBatch ? request.operations.map(operationOf) : [writeOf(request)];
    const failure = isOffline() ? offline : takeFailure();
    const outcome: TestBatchOutcome = failure
      ? { kind: "failed", error: failure }
      : documents.writeAll(writes, user().id);
    if (outcome.kind === "failed") {
      const { index: _index, ...error } = outcome.error;
      this.#answer(request, isBatch ? { results: [], error: outcome.error } : { doc: null, error });
      return;
    }
    const { docs } = outcome;
    const results = docs.map((doc, i) => (doc ? { doc } : { ok: true, docId: writes[i]?.docId }));
    this.#answer(request, isBatch ? { results } : { doc: docs[0] });
    written({ frame: this, requestId: request.requestId });
  }

  #read(request: BridgeRequest): void {
    if (request.type === "second:data:subscribe") this.#subscribe(request);
    else if (request.type === "second:data:count" || request.type === "second:data:aggregate") {
      this.#compute(request);
    } else if (request.type === "second:data:extend") {
      const held = this.#held.get(request.subscriptionId);
      if (!held) return;
      held.limit = request.limit;
      this.#answerRows(request, held);
    }
  }

  #compute(request: Of<"second:data:count" | "second:data:aggregate">): void {
    const { collection, subscriptionId } = request;
    const { documents } = this.#world;
    const parsed = parseAggregate(request);
    if (parsed.kind === "invalid") {
      this.#answer(request, { count: 0, rows: [], exact: false, error: invalid(parsed.faults) });
      return;
    }
    if (subscriptionId) {
      this.#figures.set(subscriptionId, { collection, writes: documents.writesTo(collection) });
    }
    const { aggregate } = parsed;
    const groups = openAggregate(aggregate);
    const found = documents.all(collection).filter((doc) => matches(aggregate.query, doc));
    for (const doc of found) groups.add(doc);
    const isCount = request.type === "second:data:count";
    this.#answer(request, isCount ? { count: found.length, exact: true } : groups.result());
  }

  #subscribe(request: Subscribe): void {
    const { subscriptionId, collection, docId, where, orderBy, limit = rowsMax } = request;
    const parsed = parseQuery(docId === undefined ? { where, orderBy } : { where: { _id: { eq: docId } } });
    const refuse = (fields: FieldFault[]) =>
      this.#answer(request, { subscriptionId, docs: [], hasMore: false, error: invalid(fields) });
    if (parsed.kind === "invalid") refuse(parsed.faults);
    else if (this.#held.has(subscriptionId)) {
      refuse([{ pointer: "/subscriptionId", message: "is in use" }]);
    } else {
      const held = { collection, query: parsed.query, limit, sent: new Map(), hasMore: false };
      this.#held.set(subscriptionId, held);
      this.#answerRows(request, held);
    }
  }

  #answerRows(request: Of<"second:data:subscribe" | "second:data:extend">, held: Held): void {
    const update = this.#difference(held, true);
    const { subscriptionId } = request;
    this.#answer(request, { subscriptionId, docs: update?.docs ?? [], hasMore: held.hasMore });
  }

  #rows({ collection, query, limit }: Held): { docs: AppDocument[]; hasMore: boolean } {
    const all = this.#world.documents.all(collection).filter((doc) => matches(query, doc));
    return { docs: all.sort(compare(query.orderBy)).slice(0, limit), hasMore: all.length > limit };
  }

  /** What leads from what was sent to what is stored; null for nothing. */
  #difference(held: Held, whole: boolean): Omit<SubscriptionUpdate, "subscriptionId"> | null {
    const { docs, hasMore } = this.#rows(held);
    const former = held.sent;
    held.sent = new Map(docs.map((doc) => [doc._id, doc._version]));
    const isSame = held.hasMore === hasMore;
    held.hasMore = hasMore;
    if (whole) return { changes: [], docs, hasMore };
    const changes: SubscriptionUpdate["changes"] = [];
    for (const doc of docs) {
      const { _id: docId, _version: version } = doc;
      const known = former.get(docId);
      if (known !== version)
        changes.push({ type: known === undefined ? "insert" : "update", docId, version, doc });
    }
    for (const [docId, version] of former) {
      if (!held.sent.has(docId)) changes.push({ type: "delete", docId, version });
    }
    return changes.length === 0 && isSame ? null : { changes, hasMore };
  }

  #answer({ type, requestId }: BridgeRequest, fields: object): void {
    this.say({ type: `${type}-response`, requestId, ...fields });
  }
}

function operationOf({ op, collection, docId, data = {}, ifVersion }: BatchOperation): TestWrite {
  if (op === "insert") return { kind: "insert", collection, docId, fields: data };
  // Our own client names them.
  const named = { collection, docId: docId ?? "" };
  return op === "delete"
    ? { kind: "remove", ...named }
    : { kind: "update", ...named, fields: data, ifVersion };
}

function writeOf(request: Exclude<WriteRequest, { type: "second:data:batch" }>): TestWrite {
  const { collection } = request;
  switch (request.type) {
    case "second:data:insert":
      return { kind: "insert", collection, docId: request.id, fields: request.data };
    case "second:data:delete":
      return { kind: "remove", collection, docId: request.docId };
    case "second:data:update": {
      const { docId, ifVersion, data: fields } = request;
      return { kind: "update", collection, docId, fields, ifVersion };
    }
    case "second:data:replace": {
      const { docId, ifVersion, data: fields } = request;
      return { kind: "replace", collection, docId, fields, ifVersion };
    }
  }
}
