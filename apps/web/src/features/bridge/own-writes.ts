import type { BridgeEnvironment } from "./environment.ts";
import type { Outbox } from "./outbox.ts";
import type { PlacedChange } from "./scope-feed.ts";

/** How long a change may wait for the answer of the write that made it. */
const holdMsMax = 2000;
/** After this a change that an answered write waits for was part of a reading. */
const graceMs = 5000;

interface OwnWrite {
  requestId: string;
  collection: string;
  docId: string;
  /** The version its answer told; null for a removal; undefined until answered. */
  version: number | null | undefined;
  seenVersion: number;
  isRemovalSeen: boolean;
  release: (() => void) | null;
  cancelTimer: (() => void) | null;
}

/**
 * The frame's writes on their way: a change of theirs waits until the write is answered, and the frame is told when the
 * change of an answered write has gone out.
 */
export class OwnWrites {
  readonly #outbox: Outbox;
  readonly #environment: Pick<BridgeEnvironment, "after">;
  /** Whether changes arrive at all; else there is nothing to wait for. */
  readonly #isFed: () => boolean;
  /** Whether they arrive at this moment. */
  readonly #isFlowing: () => boolean;
  readonly #writes = new Set<OwnWrite>();

  constructor(needs: {
    outbox: Outbox;
    environment: Pick<BridgeEnvironment, "after">;
    isFed: () => boolean;
    isFlowing: () => boolean;
  }) {
    this.#outbox = needs.outbox;
    this.#environment = needs.environment;
    this.#isFed = needs.isFed;
    this.#isFlowing = needs.isFlowing;
  }

  begin(requestId: string, target: { collection: string; docId: string }): OwnWriteHandle {
    const write: OwnWrite = {
      requestId,
      ...target,
      version: undefined,
      seenVersion: 0,
      isRemovalSeen: false,
      release: null,
      cancelTimer: null,
    };
    this.#writes.add(write);
    return {
      answered: (version) => this.#answered(write, version),
      failed: () => this.#end(write),
    };
  }

  /** Takes note of changes before they are put into the outbox. Answers the requests that they settle. */
  see(changes: readonly PlacedChange[]): string[] {
    const settled: string[] = [];
    for (const { change } of changes) {
      for (const write of [...this.#writes]) {
        if (write.docId !== change.docId || write.collection !== change.collection) continue;
        write.seenVersion = change.version;
        write.isRemovalSeen ||= change.type === "delete";
        if (write.version === undefined) this.#hold(write);
        else if (isReached(write)) {
          settled.push(write.requestId);
          this.#end(write);
        }
      }
    }
    return settled;
  }

  /** The answered ones, whose changes a reading that begins now contains. */
  takeAnswered(): string[] {
    const answered = [...this.#writes].filter(({ version }) => version !== undefined);
    for (const write of answered) this.#end(write);
    return answered.map(({ requestId }) => requestId);
  }

  close(): void {
    for (const write of [...this.#writes]) this.#end(write);
  }

  #answered(write: OwnWrite, version: number | null): void {
    if (!this.#writes.has(write)) return;
    write.version = version;
    if (!this.#isFed() || isReached(write)) this.#settle(write);
    else {
      write.release?.();
      write.release = null;
      this.#waitForChange(write);
    }
  }

  #waitForChange(write: OwnWrite): void {
    write.cancelTimer?.();
    write.cancelTimer = this.#environment.after(graceMs, () => {
      if (this.#isFlowing() || !this.#isFed()) this.#settle(write);
      else this.#waitForChange(write);
    });
  }

  #settle(write: OwnWrite): void {
    this.#outbox.add([], [write.requestId]);
    this.#end(write);
  }

  #hold(write: OwnWrite): void {
    if (write.release) return;
    write.release = this.#outbox.hold();
    write.cancelTimer = this.#environment.after(holdMsMax, () => write.release?.());
  }

  #end(write: OwnWrite): void {
    this.#writes.delete(write);
    write.cancelTimer?.();
    write.release?.();
  }
}

export interface OwnWriteHandle {
  /** Call it after the answer was posted. Null for a removal. */
  answered(version: number | null): void;
  failed(): void;
}

function isReached({ version, seenVersion, isRemovalSeen }: OwnWrite): boolean {
  return version === null ? isRemovalSeen : version !== undefined && seenVersion >= version;
}
