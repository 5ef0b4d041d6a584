import type { HubHeartbeat } from "@second/contracts";
import { type ChannelEvent, doneData } from "./channel.ts";

/** An event as text of a `text/event-stream` (WHATWG HTML, section 9.2). Its data is one line, being JSON text. */
export function eventText({ event, id, data }: ChannelEvent): string {
  const name = event === "message" ? "" : `event: ${event}\n`;
  return `${name}${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`;
}

/** The same as a message of the hub: a `StreamFrame`. */
export function frameText(channel: string, { event, id, data }: ChannelEvent): string {
  const position = id === undefined ? "" : `,"id":${JSON.stringify(id)}`;
  const json = data === doneData ? JSON.stringify(data) : data;
  return `data: {"channel":${JSON.stringify(channel)},"event":"${event}"${position},"data":${json}}\n\n`;
}

export const heartbeatText = (position: string | null): string =>
  eventText({ event: "heartbeat", data: "{}", ...(position === null ? {} : { id: position }) });

export function hubHeartbeatText(positions: HubHeartbeat["positions"]): string {
  return frameText("", { event: "heartbeat", data: JSON.stringify({ positions } satisfies HubHeartbeat) });
}
