"use client";
import type { AppView, Manifest, VersionListView, VersionView } from "@second/contracts";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";

type Place = Pick<AppView, "workspaceId" | "id">;
type VersionWithFiles = VersionView & { sourceManifest: Manifest };

export const versionsPath = ({ workspaceId, id }: Place) =>
  `/api/workspaces/${workspaceId}/apps/${id}/versions`;

/** Every version, newest first, a page at a time. */
export function useVersions(app: Place) {
  return useInfiniteQuery({
    queryKey: queryKeys.versions(app.workspaceId, app.id),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<VersionListView>(`${versionsPath(app)}?limit=50${cursor}`, { signal });
    },
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** A version never changes: what was read once stays, whatever hint its app gives. */
const forever = { staleTime: "static" } as const;

/** A version with its files. A null id asks for nothing. */
export function useVersion(app: Place, versionId: string | null) {
  return useQuery({
    ...forever,
    queryKey: queryKeys.app(app.workspaceId, app.id, "version", versionId ?? ""),
    enabled: versionId !== null,
    queryFn: ({ signal }) => api.get<VersionWithFiles>(`${versionsPath(app)}/${versionId}`, { signal }),
  });
}

/** A file's text in two versions; empty where it is not. */
export function useFileOfBoth(
  app: Place,
  file: { path: string; before: string | null; after: string | null },
) {
  const { path, before, after } = file;
  return useQuery({
    ...forever,
    queryKey: queryKeys.app(app.workspaceId, app.id, "file", before ?? "", after ?? "", path),
    queryFn: async ({ signal }) => {
      const read = (versionId: string | null) =>
        versionId === null
          ? ""
          : api.text(`${versionsPath(app)}/${versionId}/files/${encodePath(path)}`, { signal });
      const [old, now] = await Promise.all([read(before), read(after)]);
      return { before: old, after: now };
    },
  });
}

const encodePath = (path: string) => path.split("/").map(encodeURIComponent).join("/");
