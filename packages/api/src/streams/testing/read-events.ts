import type { StreamFrame } from "@second/contracts";

export interface ReadEvent {
  event: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read into it and fail where it differs
  data: any;
}

/** Reads an answer of server-sent events one by one. */
export function readEvents(response: Response) {
  if (response.body === null) throw new Error(`The answer ${response.status} has no body.`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";

  /** The next event; null when the server closed. */
  const next = async (): Promise<ReadEvent | null> => {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const text = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return parse(text);
      }
      const { done, value } = await reader.read();
      if (done) return null;
      rest += value;
    }
  };

  return {
    next,
    /** The next frame of a hub's connection. */
    async frame(): Promise<StreamFrame & { data: ReadEvent["data"] }> {
      const event = await next();
      if (event === null) throw new Error("The connection ended.");
      return event.data;
    },
    /** The next frame of one channel; others are passed over. */
    async frameOf(channel: string) {
      for (;;) {
        const frame = await this.frame();
        if (frame.channel === channel) return frame;
      }
    },
    close: () => reader.cancel(),
  };
}

function parse(text: string): ReadEvent {
  const fields = new Map(
    text.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const id = fields.get("id");
  return {
    event: fields.get("event") ?? "message",
    data: JSON.parse(fields.get("data") ?? "null"),
    ...(id === undefined ? {} : { id }),
  };
}
