import { type Manifest, Problem } from "@second/contracts";
import { openCapability, type Platform, readArtifact } from "@second/domain";
import { lookup } from "mrmime";
import { type PreparedPage, preparePage } from "./prepare-page.ts";

const sandbox = "allow-scripts allow-forms allow-modals allow-downloads";
const cacheSize = 64;

/** A small map that forgets what was used longest ago. */
function recent<T>() {
  const items = new Map<string, T>();
  return {
    get(key: string): T | undefined {
      const value = items.get(key);
      if (value !== undefined) {
        items.delete(key);
        items.set(key, value);
      }
      return value;
    },
    set(key: string, value: T): void {
      items.set(key, value);
      if (items.size > cacheSize) items.delete(items.keys().next().value ?? "");
    },
  };
}

/**
 * Serves `/preview/<capability>/…`: the artifact of one version under an opaque origin and a policy that lets it reach
 * nothing but its own files. The capability is the only authority; cookies are ignored.
 */
export function createPreviewServer(platform: Platform) {
  const artifacts = recent<Manifest>();
  const pages = recent<PreparedPage>();
  const scheme = new URL(platform.config.publicUrl).protocol;

  async function artifactOf(
    capability: Awaited<ReturnType<typeof openCapability>>,
  ): Promise<Manifest | null> {
    const known = artifacts.get(capability.versionId);
    if (known) return known;
    const artifact = await readArtifact(platform, capability);
    if (artifact) artifacts.set(capability.versionId, artifact);
    return artifact;
  }

  async function bytesOf(artifact: Manifest, path: string): Promise<Uint8Array | null> {
    const file = Object.hasOwn(artifact, path) ? artifact[path] : undefined;
    return file ? platform.blobs.get(file.sha256) : null;
  }

  return async function servePreview(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const origin = `${scheme}//${url.host}`;
    const [, , value = "", ...rest] = url.pathname.split("/");
    const capability = await openCapability(platform, value);
    const artifact = await artifactOf(capability);
    const path = decodePath(rest.join("/"));
    if (!artifact || path === null) throw new Problem("resource.not_found");
    const prefix = `${origin}/preview/${value}/`;

    const isFile = path !== "" && path !== "index.html" && Object.hasOwn(artifact, path);
    if (isFile) {
      const bytes = await bytesOf(artifact, path);
      if (!bytes) throw new Problem("resource.not_found");
      return new Response(bodyOf(request, bytes), { headers: fileHeaders(path, bytes.byteLength) });
    }
    // A path without an ending is a page of the app's own router.
    if (path !== "" && path !== "index.html" && /\.[a-z0-9]+$/i.test(path))
      throw new Problem("resource.not_found");

    const key = `${capability.versionId} ${prefix}`;
    let page = pages.get(key);
    if (!page) {
      const bytes = await bytesOf(artifact, "index.html");
      if (!bytes) throw new Problem("resource.not_found");
      page = preparePage(Buffer.from(bytes).toString(), prefix);
      pages.set(key, page);
    }
    return new Response(bodyOf(request, Buffer.from(page.html)), {
      headers: {
        ...commonHeaders,
        "content-type": "text/html; charset=utf-8",
        "cache-control": "private, no-cache",
        "content-security-policy": policy(prefix, origin, page.scriptHashes),
      },
    });
  };
}

const commonHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

function fileHeaders(path: string, size: number): Record<string, string> {
  const type = lookup(path) ?? "application/octet-stream";
  const isHashed = /-[\w-]{8,}\.[a-z0-9]+$/i.test(path);
  return {
    ...commonHeaders,
    "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
    "content-length": String(size),
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "private, no-cache",
    // A file opened by itself is nobody's page.
    "content-security-policy": "sandbox; default-src 'none'",
  };
}

/** The Content-Security-Policy (CSP level 3) of an app's page. */
function policy(prefix: string, host: string, scriptHashes: string[]): string {
  return [
    `sandbox ${sandbox}`,
    "default-src 'none'",
    `script-src ${prefix} ${scriptHashes.join(" ")}`,
    `style-src ${prefix} 'unsafe-inline'`,
    `img-src ${prefix} data: blob:`,
    `font-src ${prefix} data:`,
    `media-src ${prefix} data: blob:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${host}`,
  ].join("; ");
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function bodyOf(request: Request, bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  return request.method === "HEAD" ? null : new Uint8Array(bytes);
}
