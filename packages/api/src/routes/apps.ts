import {
  createApp,
  createPreview,
  getApp,
  getDraftFiles,
  getVersion,
  listApps,
  listVersions,
  readSourceFile,
  restoreVersion,
  searchSource,
  updateApp,
} from "@second/domain";
import { handlers } from "../handler.ts";

/** Apps, their versions and previews. */
export const appRoutes = handlers<
  | "apps.list"
  | "apps.create"
  | "apps.get"
  | "apps.update"
  | "versions.list"
  | "versions.get"
  | "versions.file"
  | "draft.files"
  | "draft.file"
  | "source.search"
  | "versions.restore"
  | "preview.create"
>({
  "apps.list": ({ platform, access, query }) => listApps(platform, access, query),
  "apps.create": ({ platform, access, body, request }) =>
    createApp(platform, access, { ...body, idempotencyKey: request.headers.get("idempotency-key") }),
  "apps.get": ({ platform, access }) => getApp(platform, access),
  "apps.update": ({ platform, access, body }) => updateApp(platform, access, body),
  "versions.list": ({ platform, access, query }) => listVersions(platform, access, query),
  "versions.get": ({ platform, access, params }) => getVersion(platform, access, params.versionId ?? ""),
  "versions.file": async ({ platform, access, params }) =>
    fileAnswer(
      await readSourceFile(platform, access, {
        versionId: params.versionId ?? "",
        path: params.path ?? "",
      }),
      "private, max-age=31536000, immutable",
    ),
  "draft.files": ({ platform, access }) => getDraftFiles(platform, access),
  "draft.file": async ({ platform, access, params }) =>
    fileAnswer(
      await readSourceFile(platform, access, { versionId: null, path: params.path ?? "" }),
      "private, no-store",
    ),
  "source.search": ({ platform, access, query: { words, versionId = null } }) =>
    searchSource(platform, access, { words, versionId }),
  "versions.restore": ({ platform, access, params }) =>
    restoreVersion(platform, access, params.versionId ?? ""),
  "preview.create": ({ platform, access, body }) => createPreview(platform, access, body),
});

/** A download of an agent's file must never run as a page of ours. */
function fileAnswer(bytes: Uint8Array, cacheControl: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
      "cache-control": cacheControl,
    },
  });
}
