export {
  type Channel,
  type ChannelBatch,
  type ChannelEvent,
  type ChannelOpener,
  channelOf,
} from "./channel.ts";
export { guardedChannel } from "./guarded-channel.ts";
export { serveChannel } from "./serve-channel.ts";
export { closeStreams } from "./stream-process.ts";
