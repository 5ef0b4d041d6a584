import {
  type BridgeError,
  type BridgeRequest,
  type BridgeUser,
  bridgeProtocol,
  documentLimits,
  type PreviewMessage,
  type Side,
} from "@second/contracts";
import { parseQuery } from "@second/query";
import { bridgeError } from "./bridge-error.ts";
import { type BridgeFetch, DataApi } from "./data-api.ts";
import type { BridgeEnvironment } from "./environment.ts";
import { callRead, callWrite, targetOf, type WriteRequest } from "./frame-calls.ts";
import { FrameGate, type Respond } from "./frame-gate.ts";
import { HostStatus } from "./host-status.ts";
import { answerFigures, type FiguresRequest, LiveFigures, refusedFigures } from "./live-figures.ts";
import { LiveSelection } from "./live-selection.ts";
import { Outbox } from "./outbox.ts";
import { OwnWrites } from "./own-writes.ts";
import { type OpenStream, type PlacedChange, ScopeFeed } from "./scope-feed.ts";

/** The app's window. Nothing but messages goes there. */
interface FrameWindow {
  postMessage(message: unknown, targetOrigin: string): void;
}

export interface BridgeHostOptions {
  frameWindow: FrameWindow;
  workspaceId: string;
  appId: string;
  side: Side;
  /** Null while it is not known; the frame's greeting waits for it. */
  user: BridgeUser | null;
  theme: "light" | "dark";
  /** A random value for each load of the frame, at most 60 characters: the frame's request ids count within it. */
  loadKey: string;
  api: BridgeFetch;
  openStream: OpenStream;
  environment: BridgeEnvironment;
  onPreview?: (message: PreviewMessage) => void;
}

export interface BridgeHost {
  setTheme(theme: "light" | "dark"): void;
  setUser(user: BridgeUser): void;
  /** Messages that were neither answered nor passed on, by reason. */
  ignored(): Readonly<Record<string, number>>;
  /** Ends everything. Nothing is posted afterwards. */
  close(): void;
}

const subscriptionsMax = 500;
/** How long a frame's results wait for each other when all of them are read again. */
const renewalMsMax = 2000;

type Of<T extends BridgeRequest["type"]> = Extract<BridgeRequest, { type: T }>;

/**
 * The page's end of the data protocol, for one load of an app's frame. The frame says what it wants; which app, side and
 * person that is about is decided here.
 */
export function createBridgeHost(options: BridgeHostOptions): BridgeHost {
  return new Host(options);
}

class Host implements BridgeHost {
  readonly #options: BridgeHostOptions;
  readonly #gate: FrameGate;
  readonly #api: DataApi;
  readonly #feed: ScopeFeed;
  readonly #outbox: Outbox;
  readonly #writes: OwnWrites;
  readonly #status: HostStatus;
  readonly #selections = new Map<string, LiveSelection | LiveFigures>();
  #user: BridgeUser | null;
  #theme: "light" | "dark";
  #greeting: Respond | null = null;
  #isClosed = false;

  constructor(options: BridgeHostOptions) {
    const { environment, openStream } = options;
    this.#options = options;
    this.#user = options.user;
    this.#theme = options.theme;
    this.#status = new HostStatus(environment, () => this.#tellStatus());
    this.#api = new DataApi(options, {
      fetch: options.api,
      environment,
      onAnswered: () => this.#status.answered(),
    });
    const post = (message: object) => this.#post(message);
    this.#outbox = new Outbox(post, environment);
    const feedEvents = {
      onTransaction: (changes: readonly PlacedChange[]) => this.#take(changes),
      onReset: () => this.#reset(),
      onState: (state: Parameters<HostStatus["streamState"]>[0]) => this.#status.streamState(state),
      onDenied: () => this.#status.denied(),
    };
    this.#feed = new ScopeFeed(openStream, feedEvents, environment);
    this.#writes = new OwnWrites({
      outbox: this.#outbox,
      environment,
      isFed: () => this.#feed.position !== null,
      isFlowing: () => this.#status.isFlowing,
    });
    this.#gate = new FrameGate({
      frameWindow: options.frameWindow,
      environment,
      onRequest: (request, respond) => this.#handle(request, respond),
      onPreview: (message) => options.onPreview?.(message),
      post,
    });
  }

  setTheme(theme: "light" | "dark"): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#post({ source: "second-platform", type: "second:preview:theme", theme });
  }

  setUser(user: BridgeUser): void {
    this.#user = user;
    if (this.#greeting) this.#greet(user, this.#greeting);
    this.#greeting = null;
  }

  ignored(): Readonly<Record<string, number>> {
    return this.#gate.ignored;
  }

  close(): void {
    this.#isClosed = true;
    this.#gate.close();
    for (const selection of this.#selections.values()) selection.close();
    this.#selections.clear();
    this.#feed.close();
    this.#writes.close();
    this.#outbox.close();
    this.#status.close();
    this.#api.close();
  }

  #post(message: object): void {
    // An opaque origin has no name to address; the window itself is the address.
    if (!this.#isClosed) this.#options.frameWindow.postMessage(message, "*");
  }

  #tellStatus(): void {
    const { status, since } = this.#status;
    this.#post({ source: "second-platform", type: "second:data:status", status, since });
  }

  #handle(request: BridgeRequest, respond: Respond): void {
    switch (request.type) {
      case "second:hello":
        this.#hello(request, respond);
        break;
      case "second:data:subscribe":
        this.#subscribe(request, respond);
        break;
      case "second:data:count":
      case "second:data:aggregate":
        this.#figures(request, respond);
        break;
      case "second:data:extend":
        this.#extend(request, respond);
        break;
      case "second:data:unsubscribe":
        this.#forget(request.subscriptionId);
        respond({ subscriptionId: request.subscriptionId });
        break;
      case "second:data:insert":
      case "second:data:update":
      case "second:data:replace":
      case "second:data:delete":
      case "second:data:batch":
        void this.#write(request, respond);
        break;
      default:
        void callRead(this.#api, request).then(respond);
    }
  }

  #hello({ protocol }: Of<"second:hello">, respond: Respond): void {
    if (protocol !== bridgeProtocol) {
      const detail = `This page speaks protocol ${bridgeProtocol}.`;
      respond({ error: bridgeError("request.invalid", { detail }) });
    } else if (this.#user) this.#greet(this.#user, respond);
    else {
      // A greeting is repeated until it is answered: the last one will do.
      this.#greeting?.({ error: bridgeError("system.unavailable") });
      this.#greeting = respond;
    }
  }

  #greet(user: BridgeUser, respond: Respond): void {
    const { side } = this.#options;
    const limits = { documentBytesMax: documentLimits.sizeBytesMax };
    respond({ protocol: bridgeProtocol, side, user, limits, theme: this.#theme });
    if (this.#status.status !== "live") this.#tellStatus();
  }

  #subscribe(request: Of<"second:data:subscribe">, respond: Respond): void {
    const { subscriptionId, collection, docId, limit } = request;
    const refuse = (error: BridgeError) => respond({ subscriptionId, docs: [], hasMore: false, error });
    const asked = askedOf(request);
    const parsed = parseQuery(asked);
    if (parsed.kind === "invalid") {
      refuse(bridgeError("request.invalid", { fields: parsed.faults }));
      return;
    }
    const taken = this.#cannotHold(subscriptionId);
    if (taken) {
      refuse(taken);
      return;
    }
    const selection = new LiveSelection(
      subscriptionId,
      { collection, asked, query: parsed.query },
      {
        limit: docId === undefined ? (limit ?? null) : 1,
        needs: {
          api: this.#api,
          feed: this.#feed,
          environment: this.#options.environment,
          emit: (update) => this.#outbox.add([update]),
          supersede: () => this.#outbox.supersede(subscriptionId),
        },
      },
    );
    this.#selections.set(subscriptionId, selection);
    selection.open({
      rows: (answer) => respond({ subscriptionId, ...answer }),
      refused: (error) => {
        this.#forget(subscriptionId);
        refuse(error);
      },
    });
  }

  /** Why no further subscription may have this id; null when it may. */
  #cannotHold(subscriptionId: string): BridgeError | null {
    if (this.#selections.has(subscriptionId)) return invalidSubscription("is in use");
    return this.#selections.size >= subscriptionsMax ? bridgeError("limit.reached") : null;
  }

  #figures(request: FiguresRequest, respond: Respond): void {
    const { subscriptionId, collection } = request;
    if (subscriptionId === undefined) {
      void answerFigures(this.#api, request).then(respond);
      return;
    }
    const held = this.#selections.get(subscriptionId);
    if (held instanceof LiveFigures && held.collection === collection) {
      void held.ask(request, respond);
      return;
    }
    const taken = this.#cannotHold(subscriptionId);
    if (taken) {
      respond(refusedFigures(request, taken));
      return;
    }
    const figures = new LiveFigures(
      { subscriptionId, collection },
      { api: this.#api, feed: this.#feed, emit: (update) => this.#outbox.add([update]) },
    );
    this.#selections.set(subscriptionId, figures);
    void figures.ask(request, respond);
  }

  #extend({ subscriptionId, limit }: Of<"second:data:extend">, respond: Respond): void {
    const refused = (error: BridgeError) => respond({ subscriptionId, docs: [], hasMore: false, error });
    const selection = this.#selections.get(subscriptionId);
    if (!(selection instanceof LiveSelection)) refused(invalidSubscription("is not known"));
    else selection.extend(limit, { rows: (answer) => respond({ subscriptionId, ...answer }), refused });
  }

  #forget(subscriptionId: string): void {
    const selection = this.#selections.get(subscriptionId);
    if (!selection) return;
    this.#selections.delete(subscriptionId);
    selection.close();
    this.#outbox.supersede(subscriptionId);
    if (this.#selections.size > 0) return;
    this.#feed.close();
    this.#status.resumed();
  }

  async #write(request: WriteRequest, respond: Respond): Promise<void> {
    const { requestId } = request;
    const target = targetOf(request);
    const own = target && this.#writes.begin(requestId, target);
    const key = `${this.#options.loadKey}:${requestId}`;
    const { fields, version } = await callWrite(this.#api, request, key);
    respond(fields);
    if (version === undefined) own?.failed();
    else own?.answered(version);
  }

  #take(changes: readonly PlacedChange[]): void {
    const settled = this.#writes.see(changes);
    const updates = [...this.#selections.values()].flatMap((selection) => selection.take(changes) ?? []);
    this.#outbox.add(updates, settled);
  }

  /** Everything is read again; what is read goes out together, unless some of it takes too long. */
  #reset(): void {
    const settled = this.#writes.takeAnswered();
    const release = this.#outbox.hold();
    const cancelTimer = this.#options.environment.after(renewalMsMax, release);
    let open = this.#selections.size;
    const onRenewed = () => {
      open -= 1;
      if (open > 0) return;
      cancelTimer();
      this.#outbox.add([], settled);
      release();
    };
    for (const selection of this.#selections.values()) selection.reset(onRenewed);
  }
}

function askedOf({ docId, where, orderBy }: Of<"second:data:subscribe">) {
  if (docId !== undefined) return { where: { _id: { eq: docId } } };
  return { ...(where === undefined ? {} : { where }), ...(orderBy === undefined ? {} : { orderBy }) };
}

function invalidSubscription(message: string): BridgeError {
  return bridgeError("request.invalid", { fields: [{ pointer: "/subscriptionId", message }] });
}
