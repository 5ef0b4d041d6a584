import fc from "fast-check";
import { expect, it } from "vitest";
import { createSseReader, type SseEvent } from "./sse.ts";

function readAll(text: string, cuts: readonly number[]): SseEvent[] {
  const events: SseEvent[] = [];
  const read = createSseReader((event) => events.push(event));
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.max(from, Math.min(cut, text.length));
    read(text.slice(from, to));
    from = to;
  }
  read(text.slice(from));
  return events;
}

it("reads events, joins data lines and skips comments and unfinished events", () => {
  const text =
    ": hello\n\nevent: item\nid: 7\ndata: one\ndata:two\n\ndata: plain\n\nretry: 10\n\ndata: cut off";
  expect(readAll(text, [])).toEqual([
    { event: "item", id: "7", data: "one\ntwo" },
    { event: "message", id: undefined, data: "plain" },
  ]);
});

it("reads the same whatever the pieces and line ends", () => {
  const line = fc.constantFrom("event: a", "data: x", "data:", "id: 1", ": c", "data: ü€", "");
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.nat(200)),
      (lines, end, cuts) => {
        const whole = readAll(`${lines.join("\n")}\n\n`, []);
        // A CR at the very end waits for its LF, so the last line of the text is one more.
        expect(readAll(`${lines.join(end)}${end}${end}:${end}`, cuts)).toEqual(whole);
      },
    ),
  );
});
