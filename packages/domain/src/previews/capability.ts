import { Problem, type Side } from "@second/contracts";
import { z } from "zod";
import { appsCollection } from "../apps/apps-collection.ts";
import type { Platform } from "../platform.ts";

const stepMs = 12 * 60 * 60 * 1000;
const claims = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.enum(["draft", "published"]),
  z.number(),
  z.number(),
]);

/** What a preview address may open: the artifact of one version, nothing else, and it names no person. */
export interface Capability {
  workspaceId: string;
  appId: string;
  versionId: string;
  side: Side;
  accessEpoch: number;
  /** Milliseconds since the epoch; the end of a 12 h step, so that addresses stay stable and cacheable. */
  expiresAt: number;
}

/** The end of the step after the present one: an address lives between 12 and 24 hours. */
export function capabilityExpiry(nowMs: number): number {
  return (Math.floor(nowMs / stepMs) + 2) * stepMs;
}

export function issueCapability(platform: Pick<Platform, "keys">, capability: Capability): string {
  const text = Buffer.from(
    JSON.stringify([
      capability.workspaceId,
      capability.appId,
      capability.versionId,
      capability.side,
      capability.accessEpoch,
      capability.expiresAt,
    ]),
  ).toString("base64url");
  return `${text}.${platform.keys.sign("preview", text).toString("base64url")}`;
}

/** @throws `resource.not_found` for forged, expired and revoked ones alike */
export async function openCapability(platform: Platform, value: string): Promise<Capability> {
  const refused = new Problem("resource.not_found");
  const [text, mac, extra] = value.split(".");
  if (!text || !mac || extra !== undefined) throw refused;
  if (!platform.keys.verify("preview", text, Buffer.from(mac, "base64url"))) throw refused;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) throw refused;
  const [workspaceId, appId, versionId, side, accessEpoch, expiresAt] = parsed.data;
  if (expiresAt <= platform.clock.now()) throw refused;
  const app = await platform.db.get(appsCollection, appId);
  if (app?.workspaceId !== workspaceId || app.accessEpoch !== accessEpoch) throw refused;
  return { workspaceId, appId, versionId, side, accessEpoch, expiresAt };
}
