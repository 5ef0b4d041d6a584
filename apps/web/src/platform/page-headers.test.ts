import { describe, expect, it } from "vitest";
import { pageHeaders } from "./page-headers.ts";

const page = { nonce: "n0nce", isDev: false, isHttps: false, host: "localhost:3000", path: "/w/acme" };

describe("pageHeaders", () => {
  it("runs scripts with the nonce only, shows previews of this host only, and lets nobody frame a page", () => {
    expect(pageHeaders(page)["content-security-policy"].split("; ")).toEqual([
      "default-src 'self'",
      "script-src 'self' 'nonce-n0nce' 'strict-dynamic'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "frame-src http://localhost:3000/preview/",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  it("adds eval and its own websocket in development, and nothing else", () => {
    const strict = pageHeaders(page)["content-security-policy"].split("; ");
    const loose = pageHeaders({ ...page, isDev: true })["content-security-policy"].split("; ");
    expect(loose.filter((directive) => !strict.includes(directive))).toEqual([
      "script-src 'self' 'nonce-n0nce' 'strict-dynamic' 'unsafe-eval'",
      "connect-src 'self' ws://localhost:3000",
    ]);
  });

  it("keeps browsers on HTTPS where the product is served over it", () => {
    expect(pageHeaders(page)).not.toHaveProperty("strict-transport-security");
    const secure = pageHeaders({ ...page, isHttps: true, host: "second.acme.example" });
    expect(secure["strict-transport-security"]).toBe("max-age=31536000");
    expect(secure["content-security-policy"]).toContain("frame-src https://second.acme.example/preview/");
  });

  it("lets files with hashed names be cached, and pages not", () => {
    expect(pageHeaders(page)).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(pageHeaders({ ...page, path: "/_next/static/chunks/a1.js" })).not.toHaveProperty("cache-control");
  });
});
