const alike = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

interface Request {
  /** Fresh for every answer; Next puts it on its own scripts. */
  nonce: string;
  isDev: boolean;
  isHttps: boolean;
  host: string;
  path: string;
}

/** The security headers of a page or one of its files. Nothing is cached but files with hashed names. */
export function pageHeaders(
  request: Request,
): Record<string, string> & { "content-security-policy": string } {
  const isHashed = request.path.startsWith("/_next/static/");
  return {
    ...alike,
    "content-security-policy": pagePolicy(request),
    ...(request.isHttps ? { "strict-transport-security": "max-age=31536000" } : {}),
    ...(isHashed ? {} : { "cache-control": "no-store" }),
  };
}

/**
 * The pages' Content-Security-Policy (CSP level 3). Scripts are strict; styles may be inline, for attributes rendered
 * by the server can carry no nonce and run no code. Frames may show previews only.
 */
function pagePolicy({ nonce, isDev, isHttps, host }: Request): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${isDev ? ` ws://${host}` : ""}`,
    `frame-src ${isHttps ? "https" : "http"}://${host}/preview/`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
