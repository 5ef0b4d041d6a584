import type {
  BridgeAnswers,
  BridgeError,
  BridgePush,
  BridgeRequest,
  BridgeRequestType,
  ConnectionStatus,
} from "@second/contracts";
import { dataError, offlineError } from "./errors.ts";
import type { HostPort } from "./host-port.ts";
import { Store } from "./store.ts";
import type { SecondDataError } from "./types.ts";

const sdkVersion = "0.1.0";
const protocol = 2;
/** Below the host's bound, so that nothing is ever refused for it. */
const inFlightMax = 60;
const helloAgainMs = 1000;

export type RequestFields<T extends BridgeRequestType> = Omit<
  Extract<BridgeRequest, { type: T }>,
  "source" | "type" | "requestId"
>;
export type Hello = BridgeAnswers["second:hello"];
export type ResultPush = Extract<BridgePush, { type: "second:data:subscription" }>;

export interface Reply<T> {
  answered: (answer: T) => void;
  failed: (error: SecondDataError) => void;
  requestId?: string | undefined;
}

interface Waiting {
  message: object;
  isSent: boolean;
  resolve: (answer: unknown) => void;
  reject: (error: SecondDataError) => void;
}

/** The frame's one line to its host: requests with their answers, and what the host says unasked. */
export class Connection {
  readonly status = new Store<{ status: ConnectionStatus; since: string }>({
    status: "loading",
    since: new Date().toISOString(),
  });
  /** Null until the host has answered the greeting. */
  readonly hello = new Store<Hello | null>(null);
  readonly #port: HostPort;
  readonly #onResults: (push: ResultPush) => void;
  readonly #waiting = new Map<string, Waiting>();
  readonly #unlisten: () => void;
  #inFlight = 0;
  #helloTimer: ReturnType<typeof setInterval>;

  constructor(port: HostPort, onResults: (push: ResultPush) => void) {
    this.#port = port;
    this.#onResults = onResults;
    this.#unlisten = port.listen((message) => this.#receive(message));
    const greet = () => this.#post("second:hello", newRequestId(), { protocol, sdkVersion });
    // Until the host listens: it may come later than the frame.
    this.#helloTimer = setInterval(greet, helloAgainMs);
    greet();
  }

  /** Rejects with the platform's error. A request id of one's own makes a repeated write count once. */
  request<T extends BridgeRequestType>(
    type: T,
    fields: RequestFields<T>,
    requestId?: string,
  ): Promise<BridgeAnswers[T]> {
    return new Promise((answered, failed) => this.ask(type, fields, { answered, failed, requestId }));
  }

  /** The same with callbacks, for answers that must be taken in before the host's next message. */
  ask<T extends BridgeRequestType>(
    type: T,
    fields: RequestFields<T>,
    { answered, failed, requestId = newRequestId() }: Reply<BridgeAnswers[T]>,
  ): void {
    this.#waiting.set(requestId, {
      message: { source: "second-app", type, requestId, ...fields },
      isSent: false,
      // The host answers each type with its own fields.
      resolve: (answer) => answered(answer as BridgeAnswers[T]),
      reject: failed,
    });
    this.#sendWaiting();
  }

  /** Gives a request up: it rejects as offline, and a late answer is ignored. */
  abandon(requestId: string): void {
    this.#take(requestId)?.reject(offlineError());
  }

  /** Tells the host something that has no answer. */
  tell(message: object): void {
    this.#port.post({ source: "second-app", ...message });
  }

  close(): void {
    clearInterval(this.#helloTimer);
    this.#unlisten();
    for (const requestId of [...this.#waiting.keys()]) this.abandon(requestId);
  }

  #post(type: string, requestId: string, fields: object): void {
    this.tell({ type, requestId, ...fields });
  }

  #sendWaiting(): void {
    if (this.hello.get() === null) return;
    for (const waiting of this.#waiting.values()) {
      if (this.#inFlight >= inFlightMax) return;
      if (waiting.isSent) continue;
      waiting.isSent = true;
      this.#inFlight += 1;
      this.#port.post(waiting.message);
    }
  }

  #take(requestId: string): Waiting | undefined {
    const waiting = this.#waiting.get(requestId);
    if (!waiting) return undefined;
    this.#waiting.delete(requestId);
    if (waiting.isSent) this.#inFlight -= 1;
    return waiting;
  }

  #receive(message: unknown): void {
    if (!isHostMessage(message)) return;
    switch (message.type) {
      case "second:data:subscription":
        // The parent is the host, and speaks protocol 2.
        this.#onResults(message as ResultPush & Message);
        break;
      case "second:data:status": {
        const { status, since } = message as Message & Extract<BridgePush, { type: "second:data:status" }>;
        this.status.set({ status, since });
        break;
      }
      case "second:hello-response":
        this.#greeted(message);
        break;
      default:
        this.#answered(message);
    }
  }

  #greeted(message: Message): void {
    if (message.error) return;
    clearInterval(this.#helloTimer);
    this.hello.set(message as Message & Hello);
    if (this.status.get().status === "loading") {
      this.status.set({ status: "live", since: new Date().toISOString() });
    }
    this.#sendWaiting();
  }

  #answered(message: Message): void {
    const waiting = message.type.endsWith("-response") ? this.#take(message.requestId ?? "") : undefined;
    if (!waiting) return;
    if (message.error) waiting.reject(dataError(message.error));
    else waiting.resolve(message);
    this.#sendWaiting();
  }
}

interface Message {
  source: "second-platform";
  type: string;
  requestId?: string;
  error?: BridgeError;
}

function isHostMessage(message: unknown): message is Message {
  return (
    typeof message === "object" &&
    message !== null &&
    "source" in message &&
    message.source === "second-platform" &&
    "type" in message &&
    typeof message.type === "string"
  );
}

let made = 0;

/** Unique within the frame's life; the host adds a value of its own for each load. */
export function newRequestId(): string {
  made += 1;
  return `r${made}-${Math.random().toString(36).slice(2, 10)}`;
}
