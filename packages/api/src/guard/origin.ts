import { Problem } from "@second/contracts";
import type { DomainConfig } from "@second/domain";

const safeMethods = new Set(["GET", "HEAD"]);

/**
 * Refuses forged requests: what changes something must come from this product's own pages. In mode `none` the page's
 * address may be any name of this machine, since the host was checked before.
 * @throws `request.origin_refused`, always for `Origin: null`, which is what a generated app's frame sends.
 */
export function checkOrigin(
  config: Pick<DomainConfig, "authMode" | "publicUrl">,
  request: Request,
  hasCookie: boolean,
): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.headers.get("origin");
  if (origin === null) {
    if (hasCookie && request.headers.get("sec-fetch-site") !== "same-origin")
      throw new Problem("request.origin_refused");
    return;
  }
  if (origin === config.publicUrl) return;
  const ownOrigin = config.authMode === "none" ? `http://${request.headers.get("host")}` : null;
  if (origin !== ownOrigin) throw new Problem("request.origin_refused");
}
