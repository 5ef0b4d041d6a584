import { accessWatch, type Platform, type WatchedAccess } from "@second/domain";
import type { Channel, ChannelBatch, ChannelEvent } from "./channel.ts";

export interface ChannelGuard {
  platform: Platform;
  /** What let the stream in. */
  access: WatchedAccess;
  /** Whether rights that changed still do. */
  allows: (access: WatchedAccess) => boolean;
  /** What to say when rights changed but still let in. */
  changed: ChannelEvent;
}

const lostEvent: ChannelEvent = { event: "end", data: JSON.stringify({ code: "access.lost" }) };

/** Ends a channel with `end` as soon as its reader may no longer see it; nothing follows. */
export function guardedChannel(channel: Channel, guard: ChannelGuard): Channel {
  let isLost = false;
  let isChanged = false;
  let wake: (() => void) | null = null;
  let coming: Promise<ChannelBatch> | null = null;

  const unwatch = accessWatch(guard.platform).watch(guard.access, (news) => {
    if (news.kind === "lost" || !guard.allows(news.access)) isLost = true;
    else isChanged = true;
    if (isLost) channel.close();
    wake?.();
  });

  return {
    async next() {
      for (;;) {
        if (isLost) {
          unwatch();
          return { events: [lostEvent], over: "channel" };
        }
        if (isChanged) {
          isChanged = false;
          return { events: [guard.changed], over: null };
        }
        coming ??= channel.next();
        const woken = new Promise<null>((resolve) => {
          wake = () => resolve(null);
        });
        const batch = await Promise.race([coming, woken]);
        if (batch === null || isLost) continue;
        coming = null;
        if (batch.over !== null) unwatch();
        return batch;
      }
    },
    position: () => channel.position(),
    close() {
      unwatch();
      channel.close();
    },
  };
}
