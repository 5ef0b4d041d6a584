import type { BridgeUser, PreviewMessage } from "@second/contracts";
import type { HostPort } from "../../../../../../packages/app-sdk/src/host-port.ts";
import { type BridgeHost, type BridgeHostOptions, createBridgeHost } from "../bridge-host.ts";
import type { BridgeEnvironment, FrameMessage } from "../environment.ts";

export const ada: BridgeUser = {
  id: "usr_ada",
  name: "Ada",
  email: "ada@example.com",
  avatar: null,
  role: "owner",
  teams: [],
};

/** A page and its device over the (faked) clock. */
export class FakePage {
  isOnline = true;
  readonly #receivers = new Set<(message: FrameMessage) => void>();
  readonly #onlineListeners = new Set<() => void>();

  readonly environment: BridgeEnvironment = {
    listen: (receive) => {
      this.#receivers.add(receive);
      return () => this.#receivers.delete(receive);
    },
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    nextFrame: (callback) => {
      const timer = setTimeout(callback, 16);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
    random: () => 0.5,
    isOnline: () => this.isOnline,
    onOnline: (callback) => {
      this.#onlineListeners.add(callback);
      return () => this.#onlineListeners.delete(callback);
    },
  };

  get receivers(): number {
    return this.#receivers.size;
  }

  receive(message: FrameMessage): void {
    for (const receive of [...this.#receivers]) receive(message);
  }

  setOnline(isOnline: boolean): void {
    this.isOnline = isOnline;
    for (const listener of [...this.#onlineListeners]) listener();
  }
}

/** A frame's window as its page has it, and the frame's own end of the line. Messages are copied and take their time. */
export class FakeFrame implements HostPort {
  /** Everything that the host posted, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read into it and fail where it differs
  readonly got: any[] = [];
  travelMs: () => number = () => 0;
  readonly #page: FakePage;
  readonly #listeners = new Set<(message: unknown) => void>();
  #inUntilMs = 0;
  #outUntilMs = 0;

  constructor(page: FakePage) {
    this.#page = page;
  }

  readonly window = {
    postMessage: (message: unknown, targetOrigin: string) => {
      if (targetOrigin !== "*") throw new Error(`posted to ${targetOrigin}`);
      const data = structuredClone(message);
      this.got.push(data);
      this.#inUntilMs = Math.max(this.#inUntilMs, Date.now() + this.travelMs());
      setTimeout(() => {
        for (const receive of [...this.#listeners]) receive(data);
      }, this.#inUntilMs - Date.now());
    },
  };

  post(message: object): void {
    const data = structuredClone(message);
    this.#outUntilMs = Math.max(this.#outUntilMs, Date.now() + this.travelMs());
    setTimeout(() => this.send(data), this.#outUntilMs - Date.now());
  }

  /** Hands a message to the page at once. */
  send(data: unknown, { source = this.window as unknown, origin = "null" } = {}): void {
    this.#page.receive({ source, origin, data });
  }

  listen(receive: (message: unknown) => void): () => void {
    this.#listeners.add(receive);
    return () => this.#listeners.delete(receive);
  }
}

type Given = Pick<BridgeHostOptions, "api" | "openStream"> & Partial<BridgeHostOptions>;

/** A frame with its bridge. */
export function openFrame(page: FakePage, given: Given) {
  const frame = new FakeFrame(page);
  const previews: PreviewMessage[] = [];
  const host: BridgeHost = createBridgeHost({
    frameWindow: frame.window,
    workspaceId: "ws_1",
    appId: "app_1",
    side: "draft",
    user: ada,
    theme: "light",
    loadKey: "load",
    environment: page.environment,
    onPreview: (message) => previews.push(message),
    ...given,
  });
  return { frame, host, previews };
}
