/**
 * The path and query that a page request wants. Layouts do not know it, so the server puts it on the request as
 * `x-second-path`; without it, or for another page, this is `base`. Next's own query field is left out.
 */
export function pagePath(header: string | null, base: string): string {
  if (!header?.startsWith("/")) return base;
  const url = new URL(header, "http://page.invalid");
  if (url.pathname !== base && !url.pathname.startsWith(`${base}/`)) return base;
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}
