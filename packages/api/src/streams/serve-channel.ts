import type { Platform, SessionAccess } from "@second/domain";
import type { Channel, ChannelBatch, ChannelEvent } from "./channel.ts";
import { Connection } from "./connection.ts";
import { eventText, heartbeatText } from "./frames.ts";

/** The part of a call that its stream needs. */
export interface StreamCall {
  platform: Platform;
  access: Pick<SessionAccess, "userId">;
}

/** Answers one channel as server-sent events; 204 when there is none. @throws `stream.limit` */
export function serveChannel({ platform, access }: StreamCall, channel: Channel | null): Response {
  if (channel === null) return new Response(null, { status: 204 });
  try {
    const connection = new Connection({
      platform,
      userId: access.userId,
      heartbeat: () => heartbeatText(channel.position()),
      bye: (retryMs) => eventText({ event: "bye", data: JSON.stringify({ retryMs }) }),
      onClose: () => channel.close(),
    });
    carry(channel, connection, (events) => events.map(eventText).join(""))
      .catch((error: unknown) => {
        // The reader connects anew and continues after its position.
        platform.log.error("stream.failed", { error: String(error) });
      })
      .finally(() => connection.end());
    return connection.response();
  } catch (error) {
    channel.close();
    throw error;
  }
}

/** Writes a channel's events until it is over, no faster than the socket takes them. Answers how it ended. */
export async function carry(
  channel: Channel,
  connection: Connection,
  text: (events: readonly ChannelEvent[]) => string,
): Promise<{ over: NonNullable<ChannelBatch["over"]>; last: ChannelEvent | null }> {
  let last: ChannelEvent | null = null;
  try {
    for (;;) {
      const { events, over } = await channel.next();
      connection.write(text(events));
      last = events.at(-1) ?? last;
      if (connection.isClosed) return { over: "connection", last };
      if (over !== null) return { over, last };
      await connection.room();
    }
  } finally {
    channel.close();
  }
}
