import type { StreamFrame } from "@second/contracts";
import { describe, expect, it } from "vitest";
import { openConnection } from "./connection.ts";
import type { CloseReason } from "./environment.ts";
import { FakeClock } from "./testing/fake-browser.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function open(answer: () => Response | Promise<Response>) {
  const clock = new FakeClock();
  const frames: StreamFrame[] = [];
  const reasons: CloseReason[] = [];
  const sent: { url: string; init: RequestInit }[] = [];
  let opened = 0;
  const connection = openConnection(
    {
      after: clock.after,
      fetch: async (url, init) => {
        sent.push({ url, init });
        return answer();
      },
    },
    [
      { channel: "c1", path: "/api/workspaces/ws_1/events", after: null },
      { channel: "c2", path: "/api/workspaces/ws_1/apps/app_1/data/stream", after: "7" },
    ],
    {
      onOpen: () => {
        opened += 1;
      },
      onFrame: (frame) => frames.push(frame),
      onClose: (reason) => reasons.push(reason),
    },
  );
  return { clock, frames, reasons, sent, connection, opened: () => opened };
}

function stream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(made) {
      controller = made;
    },
  });
  const encoder = new TextEncoder();
  return {
    response: new Response(body, { headers: { "content-type": "text/event-stream" } }),
    send: (text: string) => controller?.enqueue(encoder.encode(text)),
    end: () => controller?.close(),
  };
}

describe("the connection for all channels", () => {
  it("asks for each channel with its position and passes frames on", async () => {
    const { response, send, end } = stream();
    const { frames, reasons, sent, opened } = open(() => response);
    await settle();
    send('data: {"channel":"c1","event":"app.changed","id":"9","data":{"x":1}}\n\n');
    send("event: heartbeat\ndata: {}\n\n: beat\n\ndata: not json\n\n");
    await settle();
    expect(opened()).toBe(1);
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({
      channels: [
        { channel: "c1", path: "/api/workspaces/ws_1/events" },
        { channel: "c2", path: "/api/workspaces/ws_1/apps/app_1/data/stream", after: "7" },
      ],
    });
    expect(frames).toEqual([{ channel: "c1", event: "app.changed", id: "9", data: { x: 1 } }]);
    end();
    await settle();
    expect(reasons).toEqual([{ kind: "lost", retryAfterMs: 0 }]);
  });

  it("tells a session that is over from a server that asks to wait", async () => {
    const signedOut = open(() => new Response("{}", { status: 401 }));
    const limited = open(() => new Response("{}", { status: 429, headers: { "retry-after": "3" } }));
    const offline = open(() => Promise.reject(new TypeError("Failed to fetch")));
    await settle();
    expect(signedOut.reasons).toEqual([{ kind: "signed_out" }]);
    expect(limited.reasons).toEqual([{ kind: "lost", retryAfterMs: 3000 }]);
    expect(offline.reasons).toEqual([{ kind: "lost", retryAfterMs: 0 }]);
  });

  it("gives a silent connection up after two beats and more", async () => {
    const { response, send } = stream();
    const { clock, reasons } = open(() => response);
    await settle();
    clock.advance(39_000);
    send(": beat\n\n");
    await settle();
    clock.advance(39_000);
    expect(reasons).toEqual([]);
    clock.advance(2_000);
    expect(reasons).toEqual([{ kind: "lost", retryAfterMs: 0 }]);
  });

  it("says nothing after it was closed", async () => {
    const { response, send, end } = stream();
    const { connection, frames, reasons } = open(() => response);
    await settle();
    connection.close();
    send('data: {"channel":"c1","event":"item","data":1}\n\n');
    end();
    await settle();
    expect([frames, reasons]).toEqual([[], []]);
  });
});
