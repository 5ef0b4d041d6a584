import type {
  BridgeAnswers,
  BridgeError,
  BridgeRequest,
  DocumentAggregateView,
  DocumentCountView,
  SubscriptionUpdate,
} from "@second/contracts";
import { bridgeError } from "./bridge-error.ts";
import type { Called, DataApi } from "./data-api.ts";
import type { Respond } from "./frame-gate.ts";
import { isAfter } from "./position.ts";
import type { PlacedChange, ScopeFeed } from "./scope-feed.ts";

export type FiguresRequest = Extract<BridgeRequest, { type: "second:data:count" | "second:data:aggregate" }>;
type FiguresAnswer = BridgeAnswers[FiguresRequest["type"]] & { error?: BridgeError };

interface FiguresNeeds {
  api: DataApi;
  feed: Pick<ScopeFeed, "position" | "join">;
  /** Says something to the frame beside a transaction. */
  emit: (update: SubscriptionUpdate) => void;
}

/**
 * Figures of a collection that a frame follows. It asks for them, is told once when they may have changed since, and asks
 * again under the same id.
 */
export class LiveFigures {
  readonly collection: string;
  readonly #subscriptionId: string;
  readonly #needs: FiguresNeeds;
  /** Changes up to it are in the last answer; null when the frame has none, or knows that it is old. */
  #answeredAt: string | null = null;
  /** The newest change of the collection. */
  #changedAt: string | null = null;
  #isClosed = false;

  constructor(
    { subscriptionId, collection }: { subscriptionId: string; collection: string },
    needs: FiguresNeeds,
  ) {
    this.#subscriptionId = subscriptionId;
    this.collection = collection;
    this.#needs = needs;
  }

  async ask(request: FiguresRequest, respond: Respond): Promise<void> {
    const { api, feed, emit } = this.#needs;
    this.#answeredAt = null;
    for (;;) {
      const called = await callFigures(api, request, feed.position);
      if (this.#isClosed) {
        respond(refusedFigures(request, bridgeError("request.invalid")));
        return;
      }
      // Changes between the answer and the feed were missed: the next answer has them.
      if (called.kind === "ok" && !feed.join(called.value.position)) continue;
      respond(answerOf(request, called));
      if (called.kind === "failed") return;
      this.#answeredAt = called.value.position;
      const update = this.#tell();
      if (update) emit(update);
      return;
    }
  }

  /** That a transaction made them old; null when it did not, or when the frame knows. */
  take(changes: readonly PlacedChange[]): SubscriptionUpdate | null {
    const own = changes.findLast(({ change }) => change.collection === this.collection);
    this.#changedAt = own?.position ?? this.#changedAt;
    return this.#tell();
  }

  /** Changes were missed: the frame is to ask again. */
  reset(onRenewed: () => void): void {
    this.#answeredAt = null;
    this.#changedAt = null;
    this.#needs.emit(this.#update);
    onRenewed();
  }

  close(): void {
    this.#isClosed = true;
  }

  get #update(): SubscriptionUpdate {
    return { subscriptionId: this.#subscriptionId, changes: [] };
  }

  #tell(): SubscriptionUpdate | null {
    if (this.#answeredAt === null || this.#changedAt === null) return null;
    if (!isAfter(this.#changedAt, this.#answeredAt)) return null;
    this.#answeredAt = null;
    return this.#update;
  }
}

/** Answers figures once. */
export async function answerFigures(api: DataApi, request: FiguresRequest): Promise<FiguresAnswer> {
  return answerOf(request, await callFigures(api, request, null));
}

type CalledFigures = Called<DocumentCountView | DocumentAggregateView>;

function callFigures(api: DataApi, request: FiguresRequest, after: string | null): Promise<CalledFigures> {
  const { source: _source, type, requestId: _requestId, subscriptionId: _subscriptionId, ...asked } = request;
  const what = type === "second:data:count" ? "count" : "aggregate";
  return api.figures(what, { ...asked, ...(after === null ? {} : { minPosition: after }) });
}

function answerOf({ type, collection }: Named, called: CalledFigures): FiguresAnswer {
  if (called.kind === "failed") return refusedFigures({ type, collection }, called.error);
  const { position: _position, ...figures } = called.value;
  return { collection, ...figures };
}

type Named = Pick<FiguresRequest, "type" | "collection">;

/** The answer to figures that cannot be given. */
export function refusedFigures({ type, collection }: Named, error: BridgeError): FiguresAnswer {
  return type === "second:data:count"
    ? { collection, count: 0, exact: false, error }
    : { collection, rows: [], exact: false, error };
}
