import { hearing, type NumberedHint, workspaceHints } from "@second/domain";
import type { ChannelEvent, ChannelOpener } from "./channel.ts";
import { guardedChannel } from "./guarded-channel.ts";

const resync: ChannelEvent = { event: "resync", data: "{}" };
const queueMax = 1000;

/** Hints of a workspace that this person may hear of. What was missed is replayed or answered with `resync`. */
export const openWorkspaceChannel: ChannelOpener<"workspaces.events"> = async ({
  platform,
  access,
  request,
}) => {
  let queue: ChannelEvent[] = [];
  let sorting: Promise<void> = Promise.resolve();
  let isSorting = 0;
  let isClosed = false;
  let wake: (() => void) | null = null;
  let mayHear = hearing(platform, access);

  const put = (event: ChannelEvent) => {
    if (queue.length >= queueMax) queue = [resync];
    else queue.push(event);
    wake?.();
  };
  /** Looks at one after the other, since whether this person may hear of it can take a read. */
  const sort = (hint: NumberedHint) => {
    isSorting++;
    sorting = sorting
      .then(() => mayHear(hint.event))
      .then((heard) => {
        if (heard) put({ event: "message", id: hint.id, data: hint.text });
      })
      .catch((error: unknown) => {
        platform.log.warn("events.not_sorted", { error: String(error) });
        put(resync);
      })
      .finally(() => {
        isSorting--;
      });
  };

  const after = request.headers.get("last-event-id");
  const joined = workspaceHints(platform).join(access.workspaceId, { after, listener: sort });
  if (joined.missed === null) put(resync);
  else for (const hint of joined.missed) sort(hint);
  await joined.ready;
  let position = after ?? joined.position();

  return guardedChannel(
    {
      async next() {
        while (queue.length === 0 && !isClosed) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const events = queue;
        queue = [];
        position = events.findLast((event) => event.id !== undefined)?.id ?? position;
        return { events, over: isClosed ? "channel" : null };
      },
      position: () => (queue.length === 0 && isSorting === 0 ? joined.position() : position),
      close() {
        isClosed = true;
        joined.leave();
        wake?.();
      },
    },
    {
      platform,
      access,
      allows(renewed) {
        if (!("workspaceId" in renewed)) return false;
        mayHear = hearing(platform, renewed);
        return true;
      },
      changed: resync,
    },
  );
};
