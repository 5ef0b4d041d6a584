import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openTestPlatform, type TestPlatform } from "../testing/platform.ts";
import { Connection } from "./connection.ts";

let base: TestPlatform;
let closed: number;

beforeEach(async () => {
  base = await openTestPlatform();
  closed = 0;
});
afterEach(() => base.close());

const open = () =>
  new Connection({
    platform: base.platform,
    userId: "usr_1",
    heartbeat: () => "beat",
    bye: (retryMs) => `bye ${retryMs}`,
    onClose: () => {
      closed++;
    },
  });

const read = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

function readerOf(connection: Connection) {
  const { body } = connection.response();
  if (body === null) throw new Error("A stream has a body.");
  // Response types its body more loosely than the stream it was made from.
  return (body as ReadableStream<Uint8Array>).getReader();
}

describe("a connection", () => {
  it("hands a waiting reader what is written at once, and a busy one all that piled up", async () => {
    const connection = open();
    const reader = readerOf(connection);
    const first = read(reader);
    connection.write("a");
    expect(await first).toBe("a");
    for (const text of ["b", "c", "d"]) connection.write(text);
    expect(await read(reader)).toBe("bcd");
  });

  it("[DATA-32] tells sources to wait while 64 KiB are not taken", async () => {
    const connection = open();
    const reader = readerOf(connection);
    let isRoomy = false;
    connection.write("x".repeat(70_000));
    const room = connection.room().then(() => {
      isRoomy = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isRoomy).toBe(false);
    await reader.read();
    await room;
    expect(isRoomy).toBe(true);
  });

  it("[DATA-32] gives up a socket that takes nothing for 30 s, and says nothing more to it", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const connection = open();
      const reader = readerOf(connection);
      connection.write("waits");
      vi.advanceTimersByTime(29_000);
      connection.beat();
      expect(connection.isClosed).toBe(false);
      vi.advanceTimersByTime(2000);
      connection.beat();
      expect([connection.isClosed, closed]).toEqual([true, 1]);
      await expect(reader.read()).rejects.toThrow();
      connection.write("more");
      connection.beat();
      expect(closed).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("[DATA-32] does not give up a socket that was quiet for long and then gets something", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const connection = open();
      const reader = readerOf(connection);
      vi.advanceTimersByTime(60_000);
      connection.write("first in a minute");
      connection.beat();
      expect(connection.isClosed).toBe(false);
      expect(await read(reader)).toBe("first in a minute");
    } finally {
      vi.useRealTimers();
    }
  });

  it("ends after what was written, and frees everything once when the reader goes", async () => {
    const ending = open();
    const reader = readerOf(ending);
    ending.bye(12);
    expect(await read(reader)).toBe("bye 12");
    expect((await reader.read()).done).toBe(true);
    const left = open();
    await readerOf(left).cancel();
    expect([left.isClosed, closed]).toEqual([true, 2]);
    await left.room();
  });
});
