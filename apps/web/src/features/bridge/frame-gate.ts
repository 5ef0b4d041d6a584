import {
  type BridgeError,
  type BridgeRequest,
  bridgeLimits,
  bridgeRequestSchema,
  type PreviewMessage,
  previewMessageSchema,
} from "@second/contracts";
import { isRecord } from "../session/problem.ts";
import { bridgeError } from "./bridge-error.ts";
import type { BridgeEnvironment, FrameMessage } from "./environment.ts";
import { isSmallJson } from "./json-size.ts";
import { openBucket } from "./token-bucket.ts";

/** Answers one request, once: what it says beside source, type and request id. */
export type Respond = (fields: object) => void;

export interface GateOptions {
  /** The only window that is listened to. */
  frameWindow: object;
  environment: BridgeEnvironment;
  onRequest: (request: BridgeRequest, respond: Respond) => void;
  onPreview: (message: PreviewMessage) => void;
  post: (message: object) => void;
}

const previewBytesMax = 64 * 1024;
const previewRate = { perSecond: 50, burst: 50 };
/** Far above what an app's own SDK sends; what comes faster is a flood, and gets no answers. */
const requestRate = { perSecond: 2000, burst: 4000 };
const typeLengthMax = 80;
const faultsMax = 20;

type AppMessage = Record<string, unknown> & { source: "second-app"; type: string };

/**
 * Lets in what the app's frame may say: from its window alone, of an opaque origin, small, in shape, and not too much at
 * once. A bad message that names its request is answered; others are ignored and counted.
 */
export class FrameGate {
  readonly #options: GateOptions;
  readonly #unlisten: () => void;
  readonly #requests;
  readonly #previews;
  readonly #ignored: Record<string, number> = {};
  #inFlight = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#requests = openBucket(options.environment, requestRate);
    this.#previews = openBucket(options.environment, previewRate);
    this.#unlisten = options.environment.listen((message) => this.#receive(message));
  }

  /** How many messages were ignored, by reason. */
  get ignored(): Readonly<Record<string, number>> {
    return { ...this.#ignored };
  }

  close(): void {
    this.#unlisten();
  }

  #receive(message: FrameMessage): void {
    const { data } = message;
    const reason = this.#reasonToIgnore(message);
    if (reason !== null || !isAppMessage(data)) this.#ignore(reason ?? "shape");
    else if (isPreview(data)) this.#receivePreview(data);
    else this.#receiveRequest(data);
  }

  #reasonToIgnore({ source, origin, data }: FrameMessage): string | null {
    // Other windows talk to this page too; their messages are none of ours.
    if (source !== this.#options.frameWindow) return "foreign";
    if (origin !== "null") return "origin";
    if (!isAppMessage(data)) return "shape";
    const bucket = isPreview(data) ? this.#previews : this.#requests;
    return bucket.take() ? null : "flood";
  }

  #receivePreview(data: AppMessage): void {
    const parsed = isSmallJson(data, previewBytesMax) ? previewMessageSchema.safeParse(data) : null;
    if (parsed?.success) this.#options.onPreview(parsed.data);
    else this.#ignore("shape");
  }

  #receiveRequest(data: AppMessage): void {
    const { requestId, type } = data;
    if (!isRequestId(requestId) || type.length > typeLengthMax) {
      this.#ignore("unnamed");
      return;
    }
    const checked = this.#check(data);
    if (checked.kind === "bad") {
      this.#answer(type, requestId, { error: checked.error });
      return;
    }
    this.#inFlight += 1;
    let isAnswered = false;
    this.#options.onRequest(checked.request, (fields) => {
      if (isAnswered) return;
      isAnswered = true;
      this.#inFlight -= 1;
      this.#answer(type, requestId, fields);
    });
  }

  #check(data: AppMessage): { kind: "ok"; request: BridgeRequest } | { kind: "bad"; error: BridgeError } {
    if (!isSmallJson(data, bridgeLimits.messageBytesMax)) {
      const message = `must be JSON of at most ${bridgeLimits.messageBytesMax} bytes`;
      const fields = [{ pointer: "", message }];
      return { kind: "bad", error: bridgeError("request.invalid", { fields }) };
    }
    const parsed = bridgeRequestSchema.safeParse(data);
    if (!parsed.success) {
      const fields = parsed.error.issues
        .slice(0, faultsMax)
        .map(({ path, message }) => ({ pointer: path.map((part) => `/${String(part)}`).join(""), message }));
      return { kind: "bad", error: bridgeError("request.invalid", { fields }) };
    }
    if (this.#inFlight >= bridgeLimits.inFlightMax) {
      const detail = `More than ${bridgeLimits.inFlightMax} requests are under way.`;
      return { kind: "bad", error: bridgeError("request.rate_limited", { detail }) };
    }
    return { kind: "ok", request: parsed.data };
  }

  #answer(type: string, requestId: string, fields: object): void {
    this.#options.post({ source: "second-platform", type: `${type}-response`, requestId, ...fields });
  }

  #ignore(reason: string): void {
    this.#ignored[reason] = (this.#ignored[reason] ?? 0) + 1;
  }
}

function isAppMessage(data: unknown): data is AppMessage {
  return isRecord(data) && data.source === "second-app" && typeof data.type === "string";
}

const isPreview = ({ type }: AppMessage) => type.startsWith("second:preview:");

function isRequestId(value: unknown): value is string {
  return typeof value === "string" && value.length >= 1 && value.length <= bridgeLimits.requestIdLengthMax;
}
