"use client";
import type { AppCreatedView } from "@second/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { attemptFor, type Draft } from "../composer/draft.ts";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";

export interface CreateInput {
  prompt: string;
  runtimeId?: string;
  runtimeModel?: string;
  runtimeParams?: Record<string, string>;
}

/**
 * Creates an app and opens it at once. An attempt without an answer keeps its key with the draft, so that sending the
 * same text again, even after a reload, makes one app.
 */
export function useCreateApp(options: {
  draft: Draft;
  onAttempt: (attempt: Draft["attempt"]) => void;
  /** Gets the prompt that was sent: the draft may have grown since. */
  onAccepted: (prompt: string) => void;
}) {
  const { workspaceId, slug } = useWorkspace();
  const router = useRouter();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CreateInput) => {
      const attempt = attemptFor(options.draft, JSON.stringify(input), () => crypto.randomUUID());
      options.onAttempt(attempt);
      return api.post<AppCreatedView>(`/api/workspaces/${workspaceId}/apps`, input, {
        idempotencyKey: attempt.key,
      });
    },
    onSuccess: ({ id }, { prompt }) => {
      options.onAccepted(prompt);
      void client.invalidateQueries({ queryKey: queryKeys.apps(workspaceId) });
      router.push(`/w/${slug}/apps/${id}`);
    },
  });
}
