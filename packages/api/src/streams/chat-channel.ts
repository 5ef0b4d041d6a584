import { problemOf } from "@second/contracts";
import { findFollowedTurn, followTurn, turnLog } from "@second/domain";
import { problemBody } from "../problem-answer.ts";
import { type ChannelEvent, type ChannelOpener, channelOf, doneData } from "./channel.ts";
import { guardedChannel } from "./guarded-channel.ts";

/** Chunks of one turn are the same objects for all readers, so their text is made once. */
const texts = new WeakMap<object, string>();

function textOf(chunk: unknown): string {
  if (typeof chunk !== "object" || chunk === null) return JSON.stringify(chunk);
  const known = texts.get(chunk);
  if (known !== undefined) return known;
  const text = JSON.stringify(chunk);
  texts.set(chunk, text);
  return text;
}

const done: ChannelEvent = { event: "message", data: doneData };

/** The active turn's log from a cursor, then live: UI message chunks (AI SDK 7), ending with `[DONE]`. */
export const openChatChannel: ChannelOpener<"chat.stream"> = async (call) => {
  const { platform, access, params, query, request } = call;
  const cursor = request.headers.get("last-event-id") ?? query.cursor ?? null;
  const followed = await findFollowedTurn(platform, access, { runId: params.runId ?? "", cursor });
  if (followed === null) return null;

  const channel = channelOf(async function* (signal): AsyncIterable<readonly ChannelEvent[]> {
    try {
      for await (const { entries, closed } of followTurn(platform, followed, signal)) {
        const events: ChannelEvent[] = entries.map(({ cursor: place, value }) => ({
          event: "message",
          id: turnLog.cursor(followed.turn, place),
          data: textOf(value),
        }));
        if (closed) events.push(done);
        yield events;
      }
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      yield [{ event: "error", data: JSON.stringify(problemBody(problem, call.requestId)) }];
    }
  });
  return guardedChannel(channel, {
    platform,
    access,
    allows: (renewed) => "may" in renewed && renewed.may("app:view-draft"),
    changed: { event: "resync", data: "{}" },
  });
};
