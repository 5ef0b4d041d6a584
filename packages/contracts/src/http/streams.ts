import { z } from "zod";

export const streamsBody = z.strictObject({
  channels: z
    .array(
      z.strictObject({
        channel: z.string().min(1).max(200),
        /** Address of one of the product's own streaming GETs. */
        path: z.string().startsWith("/api/workspaces/").max(600),
        /** Position to continue after, as `Last-Event-ID` of that GET. */
        after: z.string().max(200).optional(),
      }),
    )
    .max(40),
});

/**
 * One SSE message of the hub's connection: an event of a channel's own stream. Besides the stream's own events,
 * `error` carries a problem body and `end` a `{code?}`; the other channels go on. Every 15 s one frame with the empty
 * channel and event `heartbeat` carries {@link HubHeartbeat}; `bye` on it, with `{retryMs}`, asks to connect anew.
 */
export interface StreamFrame {
  channel: string;
  event: string;
  id?: string;
  data: unknown;
}

/** Where each channel stands by now, for channels whose position moves on while nothing visible happens. */
export interface HubHeartbeat {
  positions: Record<string, string>;
}

/** An event of `GET …/events`: ids and states only, at most 1 KiB. Pages refetch through guarded routes. */
export const workspaceEventTypes = [
  "app.created",
  "app.changed",
  "run.changed",
  "app.version",
  "member.changed",
  "invitation.changed",
  "workspace.changed",
] as const;
export interface WorkspaceEvent {
  version: 1;
  type: (typeof workspaceEventTypes)[number];
  scope: "apps" | "runs" | "members" | "workspace";
  workspaceId: string;
  appId?: string;
  runId?: string;
  turnId?: string;
  state?: string;
  at: string;
}
