import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import * as nextModule from "next";
import { pageHeaders } from "./page-headers.ts";

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
    const headers = pageHeaders({
      nonce,
      isDev: options.isDev,
      isHttps: options.isHttps,
      host: request.headers.host ?? "localhost",
      path: request.url ?? "/",
    });
    // Next reads the nonce from the request's policy and puts it on its own scripts.
    request.headers["content-security-policy"] = headers["content-security-policy"];
    request.headers["x-nonce"] = nonce;
    // Layouts do not know the page's address; redirects after onboarding lead back to it.
    request.headers["x-second-path"] = request.url ?? "/";
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    await handle(request, response);
  };
}
