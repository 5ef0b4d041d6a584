import {
  type AppDocument,
  type AppMemberView,
  type BatchOperation,
  type BatchResultView,
  type DataQuery,
  type DocumentAggregateView,
  type DocumentCountView,
  type DocumentPageView,
  documentLimits,
  type MemberView,
  type Side,
} from "@second/contracts";
import { type CallFailure, readFailure, unreachableError } from "./bridge-error.ts";
import type { BridgeEnvironment } from "./environment.ts";

/** One request to the product's HTTP interface. Rejects when no answer comes. */
export type BridgeFetch = (
  path: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<Response>;

export type Called<T> = { kind: "ok"; value: T } | ({ kind: "failed" } & CallFailure);

interface Sending {
  body?: unknown;
  key?: string;
  ifVersion?: number | undefined;
  signal?: AbortSignal | undefined;
}

const patienceMs = 30_000;

/** The documents of one app's side, as HTTP gives them. Calls never reject. */
export class DataApi {
  readonly #fetch: BridgeFetch;
  readonly #environment: Pick<BridgeEnvironment, "after">;
  readonly #workspace: string;
  readonly #data: string;
  readonly #side: string;
  readonly #underWay = new Set<AbortController>();
  readonly #onAnswered: () => void;

  constructor(
    scope: { workspaceId: string; appId: string; side: Side },
    needs: {
      fetch: BridgeFetch;
      environment: Pick<BridgeEnvironment, "after">;
      /** Told after each call whether the server answered at all. */
      /** A call was answered, by whatever. */
      onAnswered: () => void;
    },
  ) {
    this.#workspace = `/api/workspaces/${encodeURIComponent(scope.workspaceId)}`;
    this.#data = `${this.#workspace}/apps/${encodeURIComponent(scope.appId)}/data`;
    this.#side = `side=${scope.side}`;
    this.#fetch = needs.fetch;
    this.#environment = needs.environment;
    this.#onAnswered = needs.onAnswered;
  }

  get streamPath(): string {
    return `${this.#data}/stream?${this.#side}`;
  }

  query(query: DataQuery, signal?: AbortSignal): Promise<Called<DocumentPageView>> {
    const body = {
      ...query,
      limit: Math.min(query.limit ?? documentLimits.pageDefault, documentLimits.pageMax),
    };
    return this.#call("POST", `${this.#data}/query?${this.#side}`, { body, signal });
  }

  /** A count or an aggregate; the answer is that of the route. */
  figures(
    what: "count" | "aggregate",
    body: { collection: string; minPosition?: string },
  ): Promise<Called<DocumentCountView | DocumentAggregateView>> {
    return this.#call("POST", `${this.#data}/${what}?${this.#side}`, { body });
  }

  get(collection: string, docId: string): Promise<Called<{ doc: AppDocument }>> {
    return this.#call("GET", this.#document(docId, collection), {});
  }

  insert(
    body: { collection: string; data: object; id?: string },
    key: string,
  ): Promise<Called<{ doc: AppDocument }>> {
    return this.#call("POST", `${this.#data}?${this.#side}`, { body, key });
  }

  update(
    docId: string,
    body: { collection: string; data: object },
    condition: { key: string; ifVersion: number | undefined },
  ): Promise<Called<{ doc: AppDocument }>> {
    return this.#call("PATCH", this.#document(docId), { body, ...condition });
  }

  replace(
    docId: string,
    body: { collection: string; data: object },
    condition: { key: string; ifVersion: number },
  ): Promise<Called<{ doc: AppDocument }>> {
    return this.#call("PUT", this.#document(docId), { body, ...condition });
  }

  remove(collection: string, docId: string, key: string): Promise<Called<{ docId: string }>> {
    return this.#call("DELETE", this.#document(docId, collection), { key });
  }

  batch(operations: readonly BatchOperation[], key: string): Promise<Called<BatchResultView>> {
    return this.#call("POST", `${this.#data}/batch?${this.#side}`, { body: { operations }, key });
  }

  /** Who may open the app: names only, since an app has no business with other people's addresses. */
  async members(): Promise<Called<{ members: AppMemberView[] }>> {
    const called = await this.#call<{ members: MemberView[] }>("GET", `${this.#workspace}/members`, {});
    if (called.kind === "failed") return called;
    const members = called.value.members.map(({ userId, name }) => ({ id: userId, name, avatar: null }));
    return { kind: "ok", value: { members } };
  }

  /** Ends what is under way. */
  close(): void {
    for (const call of this.#underWay) call.abort();
  }

  #document(docId: string, collection?: string): string {
    const named = collection === undefined ? "" : `&collection=${encodeURIComponent(collection)}`;
    return `${this.#data}/${encodeURIComponent(docId)}?${this.#side}${named}`;
  }

  async #call<T>(
    method: string,
    path: string,
    { body, key, ifVersion, signal }: Sending,
  ): Promise<Called<T>> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (key !== undefined) headers["idempotency-key"] = key;
    if (ifVersion !== undefined) headers["if-match"] = `"v${ifVersion}"`;
    const abort = new AbortController();
    const cancelPatience = this.#environment.after(patienceMs, () => abort.abort());
    const onAbort = () => abort.abort();
    signal?.addEventListener("abort", onAbort);
    this.#underWay.add(abort);
    try {
      const sent = { method, headers, signal: abort.signal };
      const response = await this.#fetch(
        path,
        body === undefined ? sent : { ...sent, body: JSON.stringify(body) },
      );
      this.#onAnswered();
      if (!response.ok) return { kind: "failed", ...(await readFailure(response)) };
      // The answer's shape is the route's contract; this page and the server are built together.
      return { kind: "ok", value: (await response.json()) as T };
    } catch {
      return { kind: "failed", error: unreachableError, retryAfterMs: 0 };
    } finally {
      cancelPatience();
      signal?.removeEventListener("abort", onAbort);
      this.#underWay.delete(abort);
    }
  }
}
