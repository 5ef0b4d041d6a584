"use client";
import type { AppView, VersionView } from "@second/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toast } from "sonner";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import { versionsPath } from "./use-versions.ts";

/** Makes the draft equal to a version again, and says so. Rejects when that was not accepted. */
export function useRestore({ workspaceId, id }: Pick<AppView, "workspaceId" | "id">) {
  const client = useQueryClient();
  return useCallback(
    async (version: { id: string; number: number }) => {
      try {
        const made = await api.post<VersionView>(
          `${versionsPath({ workspaceId, id })}/${version.id}/restore`,
        );
        toast.success(`Version ${made.number} is equal to version ${version.number}.`);
      } finally {
        await client.invalidateQueries({ queryKey: queryKeys.app(workspaceId, id) });
      }
    },
    [client, workspaceId, id],
  );
}
