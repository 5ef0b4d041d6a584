import { Problem } from "@second/contracts";
import { accessWatch, type Platform } from "@second/domain";
import type { Call, EnteredStream, StreamRouteName } from "../handler.ts";
import { problemBody, toProblem } from "../problem-answer.ts";
import type { Channel, ChannelOpener } from "./channel.ts";
import { Connection } from "./connection.ts";
import { frameText, hubHeartbeatText } from "./frames.ts";
import { carry } from "./serve-channel.ts";

export type ChannelOpeners = { [N in StreamRouteName]: ChannelOpener<N> };
type HubCall = Call<"streams.open">;

/**
 * All streams of one browser over one connection. Each passes its own GET's guard and comes and goes by itself: one that
 * is refused gets `error`, one that is over gets `end`, and the others go on. Losing the session ends the connection.
 */
export async function openHub(call: HubCall, openers: ChannelOpeners): Promise<Response> {
  const { platform, access, body } = call;
  const names = new Set(body.channels.map(({ channel }) => channel));
  if (names.size !== body.channels.length || names.has("")) {
    const fields = [{ pointer: "/channels", message: "must have names that differ" }];
    throw new Problem("request.invalid", { fields });
  }
  const channels = new Map<string, Channel>();
  const connection: Connection = new Connection({
    platform,
    userId: access.userId,
    heartbeat: () => hubHeartbeatText(positionsOf(channels)),
    bye: (retryMs) => frameText("", { event: "bye", data: JSON.stringify({ retryMs }) }),
    onClose: () => {
      unwatch();
      for (const channel of channels.values()) channel.close();
      channels.clear();
    },
  });
  const unwatch = accessWatch(platform).watch(access, (news) => {
    if (news.kind === "lost") connection.end();
  });
  for (const wanted of body.channels) void carryChannel(call, { connection, channels, openers, wanted });
  return connection.response();
}

interface HubPart {
  connection: Connection;
  channels: Map<string, Channel>;
  openers: ChannelOpeners;
  wanted: HubCall["body"]["channels"][number];
}

/** One channel from its guard to its end. Never rejects: what fails is told in the channel. */
async function carryChannel(
  call: HubCall,
  { connection, channels, openers, wanted }: HubPart,
): Promise<void> {
  const name = wanted.channel;
  try {
    const channel = await openChannel(await call.enter(wanted.path, wanted.after), openers);
    if (channel !== null) {
      channels.set(name, channel);
      if (connection.isClosed) channel.close();
      const { over, last } = await carry(channel, connection, (events) =>
        events.map((event) => frameText(name, event)).join(""),
      );
      if (over === "connection") return connection.end();
      if (last?.event === "end") return;
    }
    connection.write(frameText(name, { event: "end", data: "{}" }));
  } catch (error) {
    tellFailure(call, error, (data) => connection.write(frameText(name, { event: "error", data })));
  } finally {
    channels.delete(name);
  }
}

function openChannel(entered: EnteredStream, openers: ChannelOpeners): Promise<Channel | null> {
  switch (entered.name) {
    case "data.stream":
      return openers["data.stream"](entered.call);
    case "workspaces.events":
      return openers["workspaces.events"](entered.call);
    case "chat.stream":
      return openers["chat.stream"](entered.call);
  }
}

function tellFailure(
  { platform, requestId }: { platform: Platform; requestId: string },
  error: unknown,
  tell: (data: string) => void,
): void {
  const body = problemBody(toProblem(error), requestId);
  if (body.status >= 500)
    platform.log.error("stream.failed", { requestId, code: body.code, error: String(error) });
  tell(JSON.stringify(body));
}

function positionsOf(channels: ReadonlyMap<string, Channel>): Record<string, string> {
  const positions: Record<string, string> = {};
  for (const [name, channel] of channels) {
    const position = channel.position();
    if (position !== null) positions[name] = position;
  }
  return positions;
}
