/** How this machine reaches what listens on an address, as a URL writes it (RFC 3986): everywhere means loopback. */
export function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
