import type { ConnectionStatus } from "@second/contracts";
import type { StreamState } from "../streams/leader.ts";
import type { BridgeEnvironment } from "./environment.ts";

/** Without any answer for so long the app is told that it is offline. */
const offlineAfterMs = 10_000;

/** How the frame's connection stands, from the stream, the answers of calls and the device. */
export class HostStatus {
  readonly #environment: Pick<BridgeEnvironment, "after" | "now" | "isOnline" | "onOnline">;
  readonly #onChange: () => void;
  readonly #unlisten: () => void;
  #isInterrupted = false;
  #isDenied = false;
  #isUnreached = false;
  #cancelTimer: (() => void) | null = null;
  #status: ConnectionStatus;
  #sinceMs: number;

  constructor(
    environment: Pick<BridgeEnvironment, "after" | "now" | "isOnline" | "onOnline">,
    onChange: () => void,
  ) {
    this.#environment = environment;
    this.#onChange = onChange;
    this.#status = environment.isOnline() ? "live" : "offline";
    this.#sinceMs = environment.now();
    this.#unlisten = environment.onOnline(() => this.#update());
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get since(): string {
    return new Date(this.#sinceMs).toISOString();
  }

  /** True while changes arrive. */
  get isFlowing(): boolean {
    return !this.#isInterrupted && !this.#isDenied;
  }

  streamState(state: StreamState): void {
    if (state === "signed_out") this.#isDenied = true;
    // "connecting" is the beginning or the middle of an interruption: it says nothing new.
    else if (state === "open") {
      this.#isDenied = false;
      this.resumed();
    } else if (state === "waiting" && !this.#isInterrupted) {
      this.#isInterrupted = true;
      this.#watch();
    }
    this.#update();
  }

  /** The stream is there, or none is wanted. */
  resumed(): void {
    this.#isInterrupted = false;
    this.#isUnreached = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#update();
  }

  /** A call was answered, by whatever. */
  answered(): void {
    if (!this.#isInterrupted) return;
    this.#isUnreached = false;
    this.#watch();
    this.#update();
  }

  denied(): void {
    this.#isDenied = true;
    this.#update();
  }

  close(): void {
    this.#unlisten();
    this.#cancelTimer?.();
  }

  #watch(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#environment.after(offlineAfterMs, () => {
      this.#isUnreached = true;
      this.#update();
    });
  }

  #update(): void {
    const status = this.#now();
    if (status === this.#status) return;
    this.#status = status;
    this.#sinceMs = this.#environment.now();
    this.#onChange();
  }

  #now(): ConnectionStatus {
    if (this.#isDenied) return "denied";
    if (!this.#environment.isOnline() || this.#isUnreached) return "offline";
    return this.#isInterrupted ? "reconnecting" : "live";
  }
}
