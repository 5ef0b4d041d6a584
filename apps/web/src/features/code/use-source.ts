"use client";
import type { AppView, DraftFilesView, Manifest, SourceSearchView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";

type Place = Pick<AppView, "workspaceId" | "id">;

const pathOf = ({ workspaceId, id }: Place) => `/api/workspaces/${workspaceId}/apps/${id}`;
/** A version never changes: what was read once stays. */
const forever = { staleTime: "static" } as const;

/** The files of a version, or with null of the draft's working tree, kept as it becomes. */
export function useSource(app: Place, versionId: string | null) {
  return useQuery({
    ...(versionId === null ? {} : forever),
    queryKey: queryKeys.app(app.workspaceId, app.id, "source", versionId ?? "draft"),
    queryFn: async ({ signal }): Promise<Manifest> => {
      if (versionId === null)
        return (await api.get<DraftFilesView>(`${pathOf(app)}/draft/files`, { signal })).files;
      const path = `${pathOf(app)}/versions/${versionId}`;
      return (await api.get<{ sourceManifest: Manifest }>(path, { signal })).sourceManifest;
    },
  });
}

/** A file's text by its hash, so that equal files of all versions are read once; null for what is no text. */
export function useSourceText(
  app: Place,
  file: { versionId: string | null; path: string; sha256: string | null },
) {
  const { versionId, path, sha256 } = file;
  return useQuery({
    ...forever,
    queryKey: queryKeys.app(app.workspaceId, app.id, "text", sha256 ?? ""),
    enabled: sha256 !== null,
    queryFn: async ({ signal }) => {
      const source = versionId === null ? "draft" : `versions/${versionId}`;
      const name = path.split("/").map(encodeURIComponent).join("/");
      const text = await api.text(`${pathOf(app)}/${source}/files/${name}`, { signal });
      return text.includes("\0") ? null : text;
    },
  });
}

/** Lines that contain the words, which are two characters at least. */
export function useSourceSearch(app: Place, versionId: string | null, words: string) {
  const values = new URLSearchParams({ words, ...(versionId === null ? {} : { versionId }) });
  return useQuery({
    queryKey: queryKeys.app(app.workspaceId, app.id, "search", versionId ?? "draft", words),
    enabled: words.length >= 2,
    queryFn: ({ signal }) => api.get<SourceSearchView>(`${pathOf(app)}/source/search?${values}`, { signal }),
    placeholderData: (before) => before,
  });
}
