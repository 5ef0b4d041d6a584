import { subscribeToChanges } from "@second/domain";
import type { ChannelBatch, ChannelEvent, ChannelOpener } from "./channel.ts";
import { guardedChannel } from "./guarded-channel.ts";
import { heartbeatMs } from "./stream-process.ts";

const reset = (reason: string): ChannelEvent => ({ event: "reset", data: JSON.stringify({ reason }) });

/** Every change of a scope, after the position that the caller knows or from now. */
export const openDataChannel: ChannelOpener<"data.stream"> = async ({
  platform,
  access,
  scope,
  query,
  request,
}) => {
  const after = request.headers.get("last-event-id") ?? query.after ?? null;
  const changes = await subscribeToChanges(platform, scope, after);
  let isOpened = false;

  const next = async (): Promise<ChannelBatch> => {
    if (!isOpened) {
      isOpened = true;
      const data = JSON.stringify({ position: changes.start, heartbeatMs });
      return { events: [{ event: "hello", data }], over: null };
    }
    const news = await changes.next();
    if (news === null) return { events: [], over: "channel" };
    if (news.kind === "changes") return { events: news.items, over: null };
    if (news.kind === "reset") return { events: [reset(news.reason)], over: null };
    return { events: [reset("slow_consumer")], over: "connection" };
  };

  return guardedChannel(
    { next, position: () => changes.position(), close: () => changes.close() },
    {
      platform,
      access,
      allows: (renewed) =>
        "may" in renewed && renewed.may(scope.side === "draft" ? "app:view-draft" : "app:view"),
      changed: reset("access_changed"),
    },
  );
};
