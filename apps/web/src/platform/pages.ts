import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import * as nextModule from "next";

// Next's types describe a CommonJS `default`; at run time Node hands out the factory itself.
const next = nextModule.default as unknown as typeof nextModule.default.default;

type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Next's request handler behind our security headers. `isDev` reloads pages on change. */
export async function openPages(options: {
  server: Server;
  isDev: boolean;
  isHttps: boolean;
}): Promise<PageHandler> {
  const app = next({
    dev: options.isDev,
    httpServer: options.server,
    dir: fileURLToPath(new URL("../..", import.meta.url)),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return async (request, response) => {
    const nonce = randomBytes(16).toString("base64");
    const policy = pagePolicy({ nonce, isDev: options.isDev, request, isHttps: options.isHttps });
    // Next reads the nonce from the request's policy and puts it on its own scripts.
    request.headers["content-security-policy"] = policy;
    request.headers["x-nonce"] = nonce;
    // Layouts do not know the page's address; redirects after onboarding lead back to it.
    request.headers["x-second-path"] = request.url ?? "/";
    for (const [name, value] of Object.entries(staticHeaders)) response.setHeader(name, value);
    response.setHeader("content-security-policy", policy);
    if (options.isHttps) response.setHeader("strict-transport-security", "max-age=31536000");
    if (!request.url?.startsWith("/_next/static/")) response.setHeader("cache-control", "no-store");
    await handle(request, response);
  };
}

const staticHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

/**
 * The pages' Content-Security-Policy (CSP level 3). Scripts are strict; styles may be inline, for attributes rendered
 * by the server can carry no nonce and run no code. Frames may show previews only.
 */
function pagePolicy(options: {
  nonce: string;
  isDev: boolean;
  isHttps: boolean;
  request: IncomingMessage;
}): string {
  const host = options.request.headers.host ?? "localhost";
  const scheme = options.isHttps ? "https" : "http";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${options.isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${options.isDev ? ` ws://${host}` : ""}`,
    `frame-src ${scheme}://${host}/preview/`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
