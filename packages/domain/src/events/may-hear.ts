import { type AppId, isId, problemOf, type WorkspaceEvent } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { enterApp } from "../access/enter-app.ts";
import type { Platform } from "../platform.ts";

/** How long an answer about one app is remembered: a burst of events about it costs one look. */
const rememberedMs = 5000;

/** Whether a person may hear of an event: what is about an app reaches only those who may see it. */
export function hearing(
  platform: Platform,
  access: WorkspaceAccess,
): (event: WorkspaceEvent) => Promise<boolean> {
  const apps = new Map<string, { visible: Promise<boolean>; until: number }>();
  return async ({ appId }) => {
    if (appId === undefined || access.has("workspace:manage")) return true;
    if (!isId("app", appId)) return false;
    const now = platform.clock.now();
    const known = apps.get(appId);
    if (known !== undefined && known.until > now) return known.visible;
    if (apps.size > 500) apps.clear();
    const visible = sees(platform, access, appId);
    apps.set(appId, { visible, until: now + rememberedMs });
    return visible;
  };
}

async function sees(platform: Platform, access: WorkspaceAccess, appId: AppId): Promise<boolean> {
  try {
    await enterApp(platform, access, appId);
    return true;
  } catch (error) {
    if (problemOf(error)?.code === "resource.not_found") return false;
    throw error;
  }
}
