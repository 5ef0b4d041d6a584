import { handlers } from "../handler.ts";
import type { ChannelOpener } from "../streams/channel.ts";
import { openDataChannel } from "../streams/data-channel.ts";
import { openHub } from "../streams/hub.ts";
import { serveChannel } from "../streams/serve-channel.ts";
import { openWorkspaceChannel } from "../streams/workspace-channel.ts";

/** Everything that streams: each GET by itself, and the hub that carries them all. */
export function streamRoutes(openers: { "chat.stream": ChannelOpener<"chat.stream"> }) {
  const all = { ...openers, "data.stream": openDataChannel, "workspaces.events": openWorkspaceChannel };
  return handlers<"chat.stream" | "data.stream" | "streams.open" | "workspaces.events">({
    "chat.stream": async (call) => serveChannel(call, await all["chat.stream"](call)),
    "data.stream": async (call) => serveChannel(call, await all["data.stream"](call)),
    "workspaces.events": async (call) => serveChannel(call, await all["workspaces.events"](call)),
    "streams.open": (call) => openHub(call, all),
  });
}
