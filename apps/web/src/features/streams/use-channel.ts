"use client";
import { useEffect, useEffectEvent } from "react";
import { useHub } from "./hub-provider.tsx";
import type { StreamEvent } from "./leader.ts";

export interface ChannelOptions {
  /** Continue after this position. Read when the channel opens; give a new `path` or `epoch` to open again. */
  after?: string | null;
  /** Changing it opens the channel anew, for example after a refetch gave a new position. */
  epoch?: string | number;
  /** Every event in order, none lost or repeated. `error` and `end` are the last; `resync` says: refetch. */
  onFrame: (event: StreamEvent) => void;
}

/** Listens to one of the product's streaming GETs while the component is shown. A null path listens to nothing. */
export function useChannel(path: string | null, { after = null, epoch, onFrame }: ChannelOptions): void {
  const hub = useHub();
  const receive = useEffectEvent(onFrame);
  const position = useEffectEvent(() => after);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the epoch is what opens it anew
  useEffect(() => {
    if (!hub || !path) return;
    return hub.subscribe({ path, after: position(), onEvent: receive });
  }, [hub, path, epoch]);
}
