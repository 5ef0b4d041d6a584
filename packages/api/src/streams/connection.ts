import type { Platform } from "@second/domain";
import { streamProcess } from "./stream-process.ts";

/** How much text waits for the socket before sources are left alone. */
const roomBytes = 64 * 1024;
/** A socket that takes nothing for so long is given up. */
const stalledMsMax = 30_000;

export interface ConnectionOptions {
  platform: Platform;
  userId: string;
  /** What to say every 15 s. */
  heartbeat: () => string;
  /** What to say before the server closes: reconnect after so many milliseconds. */
  bye: (retryMs: number) => string;
  /** Called once, however the connection ends. */
  onClose: () => void;
}

const encoder = new TextEncoder();

/**
 * One open answer of server-sent events. Text is handed to the socket as it takes it: while it does not, text waits here
 * up to a bound and then in the sources.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #leave: () => void;
  readonly #body: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #waiting: string[] = [];
  #waitingBytes = 0;
  /** Resolves the socket's pending request for more. */
  #pulled: (() => void) | null = null;
  #roomy: (() => void)[] = [];
  /** Since when the oldest text waits. */
  #waitingSince = 0;
  #isEnding = false;
  #isClosed = false;

  /** @throws `stream.limit` */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#leave = streamProcess(options.platform).enter(options.userId, this);
    this.#body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#closed(),
      },
      { highWaterMark: 0 },
    );
  }

  get isClosed(): boolean {
    return this.#isClosed || this.#isEnding;
  }

  response(): Response {
    return new Response(this.#body, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  }

  write(text: string): void {
    if (this.isClosed || text === "") return;
    if (this.#waiting.length === 0) this.#waitingSince = performance.now();
    this.#waiting.push(text);
    this.#waitingBytes += text.length;
    this.#hand();
  }

  /** Resolves when the socket keeps up again. */
  async room(): Promise<void> {
    if (this.#waitingBytes < roomBytes || this.isClosed) return;
    await new Promise<void>((resolve) => this.#roomy.push(resolve));
  }

  /** Closes after what was written. */
  end(): void {
    if (this.isClosed) return;
    this.#isEnding = true;
    this.#hand();
  }

  /** Called by the shared timer. */
  beat(): void {
    if (this.#waiting.length === 0) this.write(this.#options.heartbeat());
    else if (performance.now() - this.#waitingSince > stalledMsMax) {
      this.#options.platform.log.warn("stream.stalled");
      this.#controller?.error(stalled());
      this.#closed();
    }
  }

  bye(retryMs: number): void {
    this.write(this.#options.bye(retryMs));
    this.end();
  }

  #pull(): Promise<void> | undefined {
    const pulled = new Promise<void>((resolve) => {
      this.#pulled = resolve;
    });
    this.#hand();
    return pulled;
  }

  /** Gives the socket what waits, if it asks. */
  #hand(): void {
    if (this.#pulled === null || this.#isClosed) return;
    if (this.#waiting.length > 0) {
      const text = this.#waiting.length === 1 ? (this.#waiting[0] ?? "") : this.#waiting.join("");
      this.#waiting = [];
      this.#waitingBytes = 0;
      const pulled = this.#pulled;
      this.#pulled = null;
      this.#controller?.enqueue(encoder.encode(text));
      pulled();
      for (const resume of this.#roomy.splice(0)) resume();
    } else if (this.#isEnding) {
      this.#controller?.close();
      this.#closed();
    }
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting = [];
    this.#pulled?.();
    for (const resume of this.#roomy.splice(0)) resume();
    this.#leave();
    this.#options.onClose();
  }
}

/** Makes the server drop the socket; with this code it does so as for a reader that left. */
function stalled(): Error {
  return Object.assign(new Error("The reader takes nothing."), { code: "ERR_STREAM_PREMATURE_CLOSE" });
}
