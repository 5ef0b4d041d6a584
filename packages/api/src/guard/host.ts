import type { DomainConfig } from "@second/domain";

const local = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * Whether a `Host` header may be answered. In mode `none` only names of this machine and the public one are, so that
 * a foreign name made to point here (DNS rebinding) reaches nothing.
 */
export function isHostServed(
  config: Pick<DomainConfig, "authMode" | "publicUrl">,
  host: string | null,
): boolean {
  if (config.authMode !== "none") return true;
  if (host === null) return false;
  const name = host.toLowerCase();
  if (local.test(name)) return true;
  const { hostname } = new URL(config.publicUrl);
  return name.replace(/:\d{1,5}$/, "") === hostname;
}
