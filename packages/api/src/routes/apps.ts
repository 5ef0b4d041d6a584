import {
  createApp,
  createPreview,
  getApp,
  getVersion,
  listApps,
  listVersions,
  readVersionFile,
  restoreVersion,
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
  "versions.file": async ({ platform, access, params }) => {
    const bytes = await readVersionFile(platform, access, {
      versionId: params.versionId ?? "",
      path: params.path ?? "",
    });
    // A download of an agent's file must never run as a page of ours.
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=31536000, immutable",
      },
    });
  },
  "versions.restore": ({ platform, access, params }) =>
    restoreVersion(platform, access, params.versionId ?? ""),
  "preview.create": ({ platform, access, body }) => createPreview(platform, access, body),
});
