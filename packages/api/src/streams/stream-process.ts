import { Problem } from "@second/contracts";
import type { Platform } from "@second/domain";
import type { Connection } from "./connection.ts";

export const heartbeatMs = 15_000;
const perUserMax = 20;
const byeRetryMsMax = 3000;
type Database = Platform["db"];

/** The streams that one process has open: their limits and the one timer that beats for all. */
class StreamProcess {
  readonly #max: number;
  readonly #connections = new Set<Connection>();
  readonly #perUser = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts a connection in; the answer counts it out. @throws `stream.limit` */
  enter(userId: string, connection: Connection): () => void {
    const own = this.#perUser.get(userId) ?? 0;
    if (this.#connections.size >= this.#max || own >= perUserMax) {
      throw new Problem("stream.limit", { retryAfterSeconds: 2 });
    }
    this.#connections.add(connection);
    this.#perUser.set(userId, own + 1);
    this.#timer ??= setInterval(() => {
      for (const one of this.#connections) one.beat();
    }, heartbeatMs).unref();
    return () => this.#leave(userId, connection);
  }

  /** Asks every reader to connect anew, to another process, spread over three seconds. */
  bye(): void {
    for (const one of [...this.#connections]) one.bye(Math.floor(Math.random() * byeRetryMsMax));
  }

  #leave(userId: string, connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    const own = (this.#perUser.get(userId) ?? 1) - 1;
    if (own === 0) this.#perUser.delete(userId);
    else this.#perUser.set(userId, own);
    if (this.#connections.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

const processes = new WeakMap<Database, StreamProcess>();

export function streamProcess({ db, config }: Platform): StreamProcess {
  const known = processes.get(db);
  if (known !== undefined) return known;
  const fresh = new StreamProcess(config.streamsMax);
  processes.set(db, fresh);
  return fresh;
}

/** Ends all open streams with `bye`. A composition root calls it when it drains. */
export function closeStreams(platform: Platform): void {
  processes.get(platform.db)?.bye();
}
