import type { StoredMessage, WorkerEvent } from "@second/contracts";
import type { UIMessageChunk } from "ai";
import type { Platform } from "../../platform.ts";
import { createMessageAssembler } from "../assemble-message.ts";
import { createChunkMapper, type KeyedChunk } from "../chunks.ts";
import type { OpenParts, Turn, TurnProgress } from "../collections.ts";
import { turnLog } from "../turn-log.ts";

type Chunk = UIMessageChunk<unknown, Record<string, unknown>>;

/** An attempt's output: to the run log for those who watch, and gathered into the message to be stored. */
export interface TurnOutput {
  /** `place` names the event once per dispatch. */
  add(place: number | string, event: WorkerEvent): void;
  /** Adds a chunk of the platform's own; `place` as for events. */
  insert(place: string, chunk: Chunk): void;
  /** Tells watchers what is going on; not kept. */
  status(phase: string): Promise<void>;
  flush(): Promise<void>;
  /** Closes what is open as interrupted; the answer goes on. */
  interrupt(): Promise<void>;
  /** Goes on with the events of the turn's next dispatch. */
  continueAs(turn: Turn): void;
  open(): OpenParts;
  close(end: { kind: "finish" | "abort" | "error"; errorText?: string; metadata: Record<string, unknown> }): {
    /** Tells the end and closes the log, also when the end has no room in it. */
    publish(): Promise<void>;
  };
  parts(): StoredMessage["parts"];
  metadata(): Record<string, unknown>;
  /** The tool that a call is of. */
  toolOf(callId: string): string | undefined;
}

/**
 * The output of a turn that begins, or goes on after `progress`. A log that was lost begins anew with what is known;
 * one that is still there has it already.
 */
export async function openTurnOutput(
  platform: Platform,
  turn: Turn,
  progress: TurnProgress | null,
): Promise<TurnOutput> {
  let current = turn;
  const log = turnLog.key(turn);
  const mapper = createChunkMapper({
    turnId: turn.id,
    attempt: turn.attempt,
    answerId: turn.answerId,
    metadata: {
      turnId: turn.id,
      attempt: turn.attempt,
      createdAt: turn.startedAt ?? turn.createdAt,
      runtimeId: turn.runtimeId,
      runtimeModel: turn.runtimeModel,
    },
    now: () => performance.now(),
    clock: platform.clock,
  });
  const message = createMessageAssembler();
  const tools = new Map<string, string>();
  let waiting: KeyedChunk[] = [];

  const take = (chunks: KeyedChunk[]) => {
    for (const { value } of chunks) message.add(value as UIMessageChunk);
    waiting = waiting.length === 0 ? chunks : waiting.concat(chunks);
  };
  const flush = async () => {
    if (waiting.length === 0) return;
    const chunks = waiting;
    waiting = [];
    await platform.bus.log.append(log, chunks, current.fence);
  };

  if (progress) {
    take(mapper.restore(`restored/${progress.dispatch}/${progress.number}`, progress.parts, progress.open));
    for (const { toolCallId, toolName } of progress.parts)
      if (typeof toolCallId === "string") tools.set(toolCallId, String(toolName));
    const present = await platform.bus.log.read(log, "0", 1);
    if (present?.entries.length) waiting = [];
  }

  let statuses = 0;
  return {
    add: (place, event) => {
      if (event.type === "tool-start" || event.type === "tool-input") tools.set(event.callId, event.toolName);
      take(mapper.map(`${current.dispatch}/${place}`, event));
    },
    insert: (place, chunk) => take(mapper.add(`${current.dispatch}/${place}`, chunk)),
    status: async (phase) => {
      statuses += 1;
      take(
        mapper.add(`status/${statuses}`, { type: "data-second-status", data: { phase }, transient: true }),
      );
      await flush();
    },
    flush,
    interrupt: async () => {
      take(mapper.interrupt(`interrupted/${current.dispatch}`));
      await flush();
    },
    continueAs: (next) => {
      current = next;
    },
    open: mapper.open,
    close: (end) => {
      take(mapper.finish(end));
      return {
        publish: async () => {
          try {
            await flush();
          } finally {
            await platform.bus.log.close(log, turnLog.keptMs);
          }
        },
      };
    },
    parts: message.parts,
    metadata: message.metadata,
    toolOf: (callId) => tools.get(callId),
  };
}
