import {
  type AppDocument,
  type BatchOperation,
  type BridgeError,
  type ProblemCode,
  problems,
} from "@second/contracts";
import { compare, matches, openAggregate, parseAggregate, parseQuery } from "@second/query";
import {
  type TestBatchOutcome,
  TestDocuments,
  type TestWrite,
} from "../../../../../../packages/app-sdk/src/test-documents.ts";
import type { StreamEvent, StreamState } from "../../streams/leader.ts";
import type { BridgeFetch } from "../data-api.ts";
import type { OpenStream, PlacedChange } from "../scope-feed.ts";

export type Fault =
  | { kind: "refused"; code: ProblemCode }
  /** The request never arrives. */
  | { kind: "request_lost" }
  /** The request is carried out, and its answer lost. */
  | { kind: "answer_lost" };

interface OpenedStream {
  /** How much of the log it has got. */
  at: number;
  onEvent: (event: StreamEvent) => void;
  onState: (state: StreamState) => void;
  isDown: boolean;
  isClosed: boolean;
  /** Events travel in order. */
  busyUntilMs: number;
}

type Fields = Record<string, unknown>;

/**
 * A scope's HTTP interface and live stream in memory, over a faked clock: positions, transactions, idempotency, pages and
 * their cursors as the server has them, with travel times and faults that a test chooses.
 */
export class MemoryScope {
  readonly documents = new TestDocuments();
  /** Milliseconds that a message takes, one way. */
  travelMs: () => number = () => 1;
  /** How much longer the stream takes than anything else. */
  streamLagMs = 0;
  pageMax = 500;
  isDown = false;
  readonly faults: Fault[] = [];
  readonly requests: { method: string; path: string; key: string | undefined; body: Fields }[] = [];
  readonly #log: PlacedChange[] = [];
  /** Older entries of the log are forgotten. */
  #floor = 0;
  #epoch = 1;
  #transactions = 0;
  readonly #outcomes = new Map<string, { body: string; outcome: TestBatchOutcome }>();
  readonly #streams = new Set<OpenedStream>();

  get position(): string {
    return this.#positionOf(this.#transactions, 0xffffffff);
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  write(write: TestWrite, userId = "usr_other"): AppDocument | null {
    const outcome = this.#commit([write], userId);
    if (outcome.kind !== "ok") throw new Error(`refused: ${outcome.error.code}`);
    return outcome.docs[0] ?? null;
  }

  /** All of them in one transaction, or none. */
  transaction(writes: readonly TestWrite[], userId = "usr_other"): void {
    this.#commit(writes, userId);
  }

  /** Interrupts every stream; they come back by themselves after a while, where they were. */
  dropStreams(forMs: number): void {
    for (const stream of this.#streams) {
      if (stream.isDown) continue;
      stream.isDown = true;
      stream.onState("waiting");
      setTimeout(() => this.#resume(stream), forMs);
    }
  }

  /** Forgets the log: a stream that comes with an older position has to begin anew. */
  forgetLog(): void {
    this.#floor = this.#log.length;
  }

  /** Tells every stream to begin anew. */
  resetStreams(reason = "slow_consumer"): void {
    for (const stream of this.#streams) this.#send(stream, { event: "reset", data: { reason } });
  }

  /** The store came back from a backup: positions of before mean nothing any more. */
  beginEpoch(): void {
    this.#epoch += 1;
    this.forgetLog();
    this.resetStreams("position_expired");
  }

  loseAccess(): void {
    for (const stream of this.#streams) this.#send(stream, { event: "end", data: { code: "access.lost" } });
  }

  readonly openStream: OpenStream = ({ after, onEvent, onState }) => {
    const stream: OpenedStream = {
      at: this.#log.findIndex(({ position }) => position > after),
      onEvent,
      onState,
      isDown: true,
      isClosed: false,
      busyUntilMs: 0,
    };
    if (stream.at === -1) stream.at = this.#log.length;
    // Entries of a former epoch compare with nothing.
    const isExpired = !after.startsWith(`e${this.#epoch}.`) || stream.at < this.#floor;
    if (isExpired) stream.at = -1;
    this.#streams.add(stream);
    onState("connecting");
    setTimeout(() => this.#resume(stream), this.travelMs());
    return () => {
      stream.isClosed = true;
      this.#streams.delete(stream);
    };
  };

  fetchAs(userId: string): BridgeFetch {
    return async (path, { method, headers, body, signal }) => {
      const fault = this.#takeFault(path, method);
      await wait(this.travelMs());
      signal.throwIfAborted();
      if (this.isDown || fault?.kind === "request_lost") throw new TypeError("fetch failed");
      const sent: Fields = body === undefined ? {} : JSON.parse(body);
      const key = headers["idempotency-key"];
      this.requests.push({ method, path, key, body: sent });
      const answer =
        fault?.kind === "refused"
          ? problem(fault.code)
          : this.#answer({ method, path, sent, key, ifMatch: headers["if-match"], userId });
      await wait(this.travelMs());
      signal.throwIfAborted();
      if (this.isDown || fault?.kind === "answer_lost") throw new TypeError("fetch failed");
      return answer;
    };
  }

  /** A refusal for good is for writes only. */
  #takeFault(path: string, method: string): Fault | undefined {
    const isWrite = method !== "GET" && !/\/data\/(query|count|aggregate)\b/.test(path);
    const at = this.faults.findIndex(
      (fault) => isWrite || fault.kind !== "refused" || problems[fault.code].retry === "later",
    );
    return path.includes("/data") && at >= 0 ? this.faults.splice(at, 1)[0] : undefined;
  }

  #answer(call: {
    method: string;
    path: string;
    sent: Fields;
    key: string | undefined;
    ifMatch: string | undefined;
    userId: string;
  }): Response {
    const { method, sent, key, userId } = call;
    const url = new URL(call.path, "http://localhost");
    if (url.pathname.endsWith("/members")) {
      return answerOf(200, {
        members: [{ userId, name: "Ada", email: "ada@example.com", role: "owner", joinedAt: "" }],
      });
    }
    const docId = url.pathname.match(/\/data\/([^/]+)$/)?.[1] ?? "";
    if (docId === "query") return this.#query(sent);
    if (docId === "count" || docId === "aggregate") return this.#figures(docId, sent);
    if (docId === "batch") return this.#batch(sent, { userId, key });
    const collection = String(sent.collection ?? url.searchParams.get("collection"));
    if (method === "GET") {
      const doc = this.documents.get(collection, docId);
      return doc ? answerOf(200, { doc }) : problem("resource.not_found");
    }
    const fields = (sent.data ?? {}) as object; // sent by the host, from a checked message
    const version = call.ifMatch?.match(/^"v(\d+)"$/)?.[1];
    const ifVersion = version === undefined ? undefined : Number(version);
    const write: TestWrite =
      method === "POST"
        ? { kind: "insert", collection, docId: sent.id as string | undefined, fields }
        : method === "DELETE"
          ? { kind: "remove", collection, docId }
          : method === "PUT"
            ? { kind: "replace", collection, docId, fields, ifVersion: ifVersion ?? 0 }
            : { kind: "update", collection, docId, fields, ifVersion };
    const outcome = this.#once([write], { userId, key });
    if (outcome.kind === "failed") {
      const { index: _index, ...error } = outcome.error;
      return refusal(error);
    }
    const [doc] = outcome.docs;
    return answerOf(200, doc ? { doc } : { ok: true, docId });
  }

  #batch(sent: Fields, by: { userId: string; key: string | undefined }): Response {
    const operations = sent.operations as BatchOperation[]; // sent by the host, from a checked message
    const outcome = this.#once(
      operations.map(({ op, collection, docId = "", data = {}, ifVersion }): TestWrite => {
        if (op === "delete") return { kind: "remove", collection, docId };
        return op === "insert"
          ? { kind: op, collection, docId, fields: data }
          : { kind: op, collection, docId, fields: data, ifVersion };
      }),
      by,
    );
    if (outcome.kind === "failed") return refusal(outcome.error);
    const results = outcome.docs.map((doc, i) => (doc ? { doc } : { ok: true, docId: operations[i]?.docId }));
    return answerOf(200, { results });
  }

  /** A repeated key answers as the first did; a refused write may be sent again. */
  #once(
    writes: readonly TestWrite[],
    { userId, key }: { userId: string; key: string | undefined },
  ): TestBatchOutcome {
    const name = `${userId} ${key}`;
    const body = JSON.stringify(writes);
    const former = key === undefined ? undefined : this.#outcomes.get(name);
    if (former) {
      if (former.body === body) return former.outcome;
      const error = { code: "idempotency.reused", title: "", status: 422, retryable: false };
      return { kind: "failed", error };
    }
    const outcome = this.#commit(writes, userId);
    if (outcome.kind === "ok" && key !== undefined) this.#outcomes.set(name, { body, outcome });
    return outcome;
  }

  #commit(writes: readonly TestWrite[], userId: string): TestBatchOutcome {
    const before = new Map(
      writes.map(({ collection, docId = "" }) => [
        `${collection}/${docId}`,
        this.documents.get(collection, docId),
      ]),
    );
    const outcome = this.documents.writeAll(writes, userId);
    if (outcome.kind === "failed") return outcome;
    this.#transactions += 1;
    const txn = `t${this.#transactions}`;
    for (const [index, { collection, docId: named = "" }] of writes.entries()) {
      const doc = outcome.docs[index];
      const docId = doc?._id ?? named;
      const former = before.get(`${collection}/${docId}`);
      before.set(`${collection}/${docId}`, doc ?? undefined);
      const version = doc?._version ?? (former?._version ?? 0) + 1;
      const type = doc ? (former ? "update" : "insert") : "delete";
      const last = index === writes.length - 1;
      const change = { type, collection, docId, version, ...(doc ? { doc } : {}), txn, last } as const;
      this.#log.push({ change, position: this.#positionOf(this.#transactions, index) });
    }
    for (const stream of this.#streams) this.#flow(stream);
    return outcome;
  }

  #figures(what: "count" | "aggregate", { collection, minPosition, ...asked }: Fields): Response {
    const parsed = parseAggregate(asked);
    if (parsed.kind === "invalid") return problem("request.invalid", { fields: parsed.faults });
    if (this.#isOfFormerEpoch(minPosition)) return problem("data.behind");
    const groups = openAggregate(parsed.aggregate);
    const all = this.documents.all(String(collection));
    const found = all.filter((doc) => matches(parsed.aggregate.query, doc));
    for (const doc of found) groups.add(doc);
    const { position } = this;
    if (what === "aggregate") return answerOf(200, { ...groups.result(), position });
    return answerOf(200, { count: found.length, exact: true, position });
  }

  #isOfFormerEpoch(position: unknown): boolean {
    return typeof position === "string" && !position.startsWith(`e${this.#epoch}.`);
  }

  #query(sent: Fields): Response {
    const { collection, where, orderBy, limit, cursor, minPosition } = sent;
    const parsed = parseQuery({ where, orderBy });
    if (parsed.kind === "invalid") return problem("request.invalid", { fields: parsed.faults });
    if (this.#isOfFormerEpoch(minPosition)) return problem("data.behind");
    const all = this.documents.all(String(collection)).filter((doc) => matches(parsed.query, doc));
    const order = compare(parsed.query.orderBy);
    all.sort(order);
    let start = 0;
    if (typeof cursor === "string") {
      const { last, count } = JSON.parse(cursor) as { last: AppDocument; count: number };
      const at = all.findIndex((doc) => doc._id === last._id);
      // The newest first go on behind the last one's place, even when it is gone; other orders count.
      if (orderBy === undefined) start = all.filter((doc) => order(doc, last) <= 0).length;
      else start = at === -1 ? count : at + 1;
    }
    const size = Math.min(Number(limit), this.pageMax);
    const docs = all.slice(start, start + size);
    const isLast = start + size >= all.length;
    const nextCursor = isLast ? null : JSON.stringify({ last: docs.at(-1), count: start + size });
    return answerOf(200, { docs, nextCursor, position: this.position });
  }

  #resume(stream: OpenedStream): void {
    if (stream.isClosed) return;
    if (this.isDown) {
      setTimeout(() => this.#resume(stream), 500);
      return;
    }
    stream.isDown = false;
    stream.onState("open");
    if (stream.at < this.#floor) {
      stream.at = this.#log.length;
      this.#send(stream, { event: "reset", data: { reason: "position_expired" } });
    } else this.#flow(stream);
  }

  #flow(stream: OpenedStream): void {
    if (stream.isDown) return;
    for (const { change, position } of this.#log.slice(Math.max(stream.at, 0))) {
      this.#send(stream, { event: "change", id: position, data: change });
    }
    stream.at = this.#log.length;
  }

  #send(stream: OpenedStream, event: StreamEvent): void {
    stream.busyUntilMs = Math.max(stream.busyUntilMs, Date.now() + this.travelMs() + this.streamLagMs);
    setTimeout(() => {
      if (!stream.isClosed) stream.onEvent(structuredClone(event));
    }, stream.busyUntilMs - Date.now());
  }

  #positionOf(transaction: number, index: number): string {
    const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");
    return `e${this.#epoch}.${hex(transaction, 16)}.${hex(index, 8)}`;
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The parts of an answer that the bridge reads. A real one's body would need the real clock. */
function answerOf(status: number, body: unknown): Response {
  const text = JSON.stringify(body);
  const parts = { status, ok: status < 400, headers: new Headers(), json: async () => JSON.parse(text) };
  return parts as unknown as Response;
}

/** What was refused, as the server says it. */
function refusal({ code, current, index }: BridgeError): Response {
  const extra = { ...(current ? { current } : {}), ...(index === undefined ? {} : { index }) };
  return problem(code as ProblemCode, extra); // of our own table
}

function problem(code: ProblemCode, extra: object = {}): Response {
  const { status, title, retry } = problems[code];
  return answerOf(status ?? 500, { code, title, status, retry, ...extra });
}
