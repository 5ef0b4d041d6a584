import type { WorkerEvent } from "@second/contracts";
import { readUIMessageStream, type UIMessageChunk } from "ai";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMessageAssembler } from "./assemble-message.ts";
import { createChunkMapper } from "./chunks.ts";

function mapAll(events: WorkerEvent[], end: "finish" | "abort" | "error" = "finish"): UIMessageChunk[] {
  const mapper = createChunkMapper({
    turnId: "trn_1",
    attempt: 1,
    answerId: "msg_answer",
    metadata: { turnId: "trn_1" },
    now: () => 0,
    clock: { now: () => Date.parse("2030-01-01T00:00:00.000Z") },
  });
  const keyed = [
    ...events.flatMap((event, index) => mapper.map(index + 1, event)),
    ...mapper.finish({ kind: end, errorText: "broken", metadata: { durationMs: 1 } }),
  ];
  expect(new Set(keyed.map(({ key }) => key)).size).toBe(keyed.length);
  return keyed.map(({ value }) => value as UIMessageChunk);
}

async function readWithSdk(chunks: UIMessageChunk[]) {
  const stream = new ReadableStream<UIMessageChunk>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  let last: unknown = null;
  for await (const message of readUIMessageStream({ stream, onError: () => undefined })) last = message;
  return JSON.parse(JSON.stringify(last)) as { parts: unknown[]; metadata?: unknown };
}

const partId = fc.constantFrom("a", "b", "c");
const callId = fc.constantFrom("x", "y", "z");
const anyEvent: fc.Arbitrary<WorkerEvent> = fc.oneof(
  fc.record({ type: fc.constant("text" as const), partId, delta: fc.string() }),
  fc.record({
    type: fc.constant("reasoning" as const),
    partId: partId.map((id) => `r${id}`),
    delta: fc.string(),
  }),
  fc.record({ type: fc.constant("part-end" as const), partId }),
  fc.record({ type: fc.constant("step" as const) }),
  fc.record({ type: fc.constant("tool-start" as const), callId, toolName: fc.constant("Read") }),
  fc.record({
    type: fc.constant("tool-input-delta" as const),
    callId,
    delta: fc.constantFrom("{", "}", '"a":1'),
  }),
  fc.record({
    type: fc.constant("tool-input" as const),
    callId,
    toolName: fc.constant("Read"),
    input: fc.object(),
  }),
  fc.record({ type: fc.constant("tool-progress" as const), callId, output: fc.string() }),
  fc.record({
    type: fc.constant("tool-result" as const),
    callId,
    output: fc.string(),
    isError: fc.boolean(),
  }),
);

/** Calls have ids of their own in a real attempt: later uses of a finished id are renamed. */
function withFreshIds(events: WorkerEvent[]): WorkerEvent[] {
  const generation = new Map<string, number>();
  const ended = new Set<string>();
  const begun = new Set<string>();
  return events.map((event) => {
    if ("partId" in event) {
      const id = `${event.partId}${generation.get(event.partId) ?? 0}`;
      if (event.type === "part-end") generation.set(event.partId, (generation.get(event.partId) ?? 0) + 1);
      return { ...event, partId: id };
    }
    // The next step closes the calls of the one before.
    if (event.type === "step") for (const id of begun) ended.add(id);
    if (!("callId" in event)) return event;
    begun.add(event.callId);
    if ((event.type === "tool-start" || event.type === "tool-input") && ended.has(event.callId)) {
      generation.set(event.callId, (generation.get(event.callId) ?? 0) + 1);
      ended.delete(event.callId);
    }
    if (event.type === "tool-result") ended.add(event.callId);
    return { ...event, callId: `${event.callId}${generation.get(event.callId) ?? 0}` };
  });
}

describe("the chunks of an attempt", () => {
  it("[EVT-1] open and close every part and call exactly once, whatever happens", () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 60 }),
        fc.constantFrom("finish", "abort", "error"),
        (events, end) => {
          const chunks = mapAll(withFreshIds(events), end as "finish");
          const open = new Set<string>();
          const calls = new Set<string>();
          for (const chunk of chunks) {
            if (chunk.type === "text-start" || chunk.type === "reasoning-start") {
              expect(open.size).toBe(0);
              open.add(chunk.id);
            } else if (chunk.type === "text-delta" || chunk.type === "reasoning-delta") {
              expect(open.has(chunk.id)).toBe(true);
            } else if (chunk.type === "text-end" || chunk.type === "reasoning-end") {
              expect(open.delete(chunk.id)).toBe(true);
            } else if (chunk.type === "tool-input-start") {
              calls.add(chunk.toolCallId);
            } else if (
              chunk.type === "tool-output-error" ||
              (chunk.type === "tool-output-available" && !chunk.preliminary)
            ) {
              expect(calls.delete(chunk.toolCallId)).toBe(true);
            }
          }
          expect(open.size).toBe(0);
          expect(calls.size).toBe(0);
          expect(chunks[0]?.type).toBe("start");
        },
      ),
    );
  });

  it("[LOG-1] amount to the message that the AI SDK reads from the same stream", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 40 }), async (events) => {
        const chunks = mapAll(withFreshIds(events));
        const assembler = createMessageAssembler();
        for (const chunk of chunks) assembler.add(chunk);
        const theirs = await readWithSdk(chunks);
        expect(JSON.parse(JSON.stringify(assembler.parts()))).toEqual(theirs.parts);
        expect(assembler.metadata()).toEqual(theirs.metadata);
      }),
      { numRuns: 60 },
    );
  });

  it("[EVT-1] mark a call without result as unreported when the next step begins", () => {
    const chunks = mapAll([
      { type: "tool-input", callId: "x", toolName: "Read", input: { file_path: "a" } },
      { type: "step" },
    ]);
    expect(chunks).toContainEqual({
      type: "tool-output-available",
      toolCallId: "x",
      output: { status: "unreported" },
      dynamic: true,
    });
  });

  it("[EVT-1] end interrupted calls as errors when a turn is stopped", () => {
    const chunks = mapAll([{ type: "tool-start", callId: "x", toolName: "Bash" }], "abort");
    expect(chunks.map(({ type }) => type)).toEqual([
      "start",
      "tool-input-start",
      "tool-input-available",
      "tool-output-error",
      "message-metadata",
      "abort",
    ]);
  });

  it("measure how long the agent thought", () => {
    let now = 0;
    const mapper = createChunkMapper({
      turnId: "trn_1",
      attempt: 1,
      answerId: "msg_1",
      metadata: {},
      now: () => now,
      clock: { now: () => 0 },
    });
    const assembler = createMessageAssembler();
    const read = (event: WorkerEvent) => {
      for (const { value } of mapper.map(now, event)) assembler.add(value as UIMessageChunk);
    };
    read({ type: "reasoning", partId: "r", delta: "Notice dates first." });
    now = 12_300;
    read({ type: "text", partId: "t", delta: "I start." });
    expect(assembler.parts()[0]).toMatchObject({
      type: "reasoning",
      state: "done",
      providerMetadata: { second: { durationMs: 12_300 } },
    });
  });

  it("[EVT-3] tell of waiting for the provider, until when, without keeping it", () => {
    const chunks = mapAll([{ type: "retry", code: "model.rate_limited", attempt: 1, delayMs: 2000 }]);
    expect(chunks[1]).toEqual({
      type: "data-second-status",
      data: {
        phase: "retrying",
        code: "model.rate_limited",
        delayMs: 2000,
        until: "2030-01-01T00:00:02.000Z",
      },
      transient: true,
    });
  });
});
