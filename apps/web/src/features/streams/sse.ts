/** One event of a `text/event-stream`. Comments and lone fields make none. */
export interface SseEvent {
  event: string;
  data: string;
  id: string | undefined;
}

/**
 * Reads server-sent events from text that arrives in pieces of any size (WHATWG HTML, section 9.2). Feed it every
 * piece; it calls back for each complete event.
 */
export function createSseReader(onEvent: (event: SseEvent) => void): (piece: string) => void {
  let rest = "";
  let event = "";
  let data: string[] = [];
  let id: string | undefined;

  function dispatch() {
    if (data.length > 0) onEvent({ event: event || "message", data: data.join("\n"), id });
    event = "";
    data = [];
    id = undefined;
  }

  function line(text: string) {
    if (text === "") return dispatch();
    const colon = text.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id") id = value;
  }

  return (piece) => {
    rest += piece;
    let start = 0;
    for (;;) {
      const end = rest.slice(start).search(/[\r\n]/);
      if (end < 0) break;
      const at = start + end;
      // A CR at the very end may be the first half of CRLF.
      if (rest[at] === "\r" && at === rest.length - 1) break;
      line(rest.slice(start, at));
      start = at + (rest[at] === "\r" && rest[at + 1] === "\n" ? 2 : 1);
    }
    rest = rest.slice(start);
  };
}
