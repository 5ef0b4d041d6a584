import type { StoredMessage, WorkerEvent } from "@second/contracts";
import type { UIMessageChunk } from "ai";
import type { Platform } from "../../platform.ts";
import { createMessageAssembler } from "../assemble-message.ts";
import { createChunkMapper, type KeyedChunk } from "../chunks.ts";
import type { Turn } from "../collections.ts";
import { turnLog } from "../turn-log.ts";

type Chunk = UIMessageChunk<unknown, Record<string, unknown>>;

/** An attempt's output: to the run log for those who watch, and gathered into the message to be stored. */
export interface TurnOutput {
  add(number: number, event: WorkerEvent): void;
  /** Adds a chunk of the platform's own. */
  insert(place: string, chunk: Chunk): void;
  /** Tells watchers what is going on; not kept. */
  status(phase: string): Promise<void>;
  flush(): Promise<void>;
  close(end: { kind: "finish" | "abort" | "error"; errorText?: string; metadata: Record<string, unknown> }): {
    publish(): Promise<void>;
  };
  parts(): StoredMessage["parts"];
  metadata(): Record<string, unknown>;
  /** The tool that a call is of. */
  toolOf(callId: string): string | undefined;
}

export function createTurnOutput(platform: Platform, turn: Turn): TurnOutput {
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
    await platform.bus.log.append(log, chunks, turn.fence);
  };

  let statuses = 0;
  return {
    add: (number, event) => {
      if (event.type === "tool-start" || event.type === "tool-input") tools.set(event.callId, event.toolName);
      take(mapper.map(number, event));
    },
    insert: (place, chunk) => take(mapper.add(place, chunk)),
    status: async (phase) => {
      statuses += 1;
      take(
        mapper.add(`status/${statuses}`, { type: "data-second-status", data: { phase }, transient: true }),
      );
      await flush();
    },
    flush,
    close: (end) => {
      take(mapper.finish(end));
      return {
        publish: async () => {
          await flush();
          await platform.bus.log.close(log, turnLog.keptMs);
        },
      };
    },
    parts: message.parts,
    metadata: message.metadata,
    toolOf: (callId) => tools.get(callId),
  };
}
