"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { queryKeys } from "../session/query-keys.ts";
import { createCoalescer, keysOf, readWorkspaceEvent } from "./invalidation.ts";
import { useChannel } from "./use-channel.ts";

const coalesceMs = 250;

/** Keeps everything shown of a workspace fresh: each hint refetches what it made old, gathered over 250 ms. */
export function useWorkspaceEvents(workspaceId: string): void {
  const client = useQueryClient();
  const coalescer = useMemo(
    () =>
      createCoalescer(coalesceMs, (keys) => {
        for (const queryKey of keys) void client.invalidateQueries({ queryKey });
      }),
    [client],
  );
  useEffect(() => () => coalescer.cancel(), [coalescer]);
  useChannel(`/api/workspaces/${workspaceId}/events`, {
    onFrame({ event, data }) {
      if (event === "resync") return coalescer.add([queryKeys.workspaceAll(workspaceId)]);
      if (event === "end" || event === "error") return coalescer.add([queryKeys.session]);
      const hint = readWorkspaceEvent(data);
      if (hint) coalescer.add(keysOf(hint));
    },
  });
}
