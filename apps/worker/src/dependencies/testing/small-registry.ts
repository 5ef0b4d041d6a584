import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallRegistry {
  url: string;
  /** Paths asked for, in order. */
  requests: string[];
  close(): void;
}

/** A registry of packages on this machine, so that installing is tested with the real npm and without a network. */
export async function startRegistry(
  packages: Record<string, { manifest?: Record<string, unknown>; files?: Record<string, string> }>,
  options: { answers?: boolean } = {},
): Promise<SmallRegistry> {
  const tarballs = new Map(Object.entries(packages).map(([name, content]) => [name, pack(name, content)]));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    requests.push(path);
    if (options.answers === false) return;
    const tarball = tarballs.get(path.replace(/\.tgz$/, ""));
    if (tarball === undefined) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":"Not found"}');
    } else if (path.endsWith(".tgz")) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(tarball);
    } else {
      const dist = {
        tarball: `${url}/${path}.tgz`,
        integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
      };
      const version = { name: path, version: "1.0.0", ...packages[path]?.manifest, dist };
      const answer = { name: path, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object; only pipes have a string.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pack(
  name: string,
  { manifest = {}, files = {} }: { manifest?: Record<string, unknown>; files?: Record<string, string> },
): Buffer {
  const directory = mkdtempSync(join(tmpdir(), "second-pack-"));
  mkdirSync(join(directory, "package"));
  const packageJson = JSON.stringify({ name, version: "1.0.0", main: "index.js", ...manifest });
  for (const [path, text] of Object.entries({ "package.json": packageJson, "index.js": "", ...files })) {
    writeFileSync(join(directory, "package", path), text);
  }
  execFileSync("tar", ["-czf", "package.tgz", "package"], { cwd: directory });
  const tarball = readFileSync(join(directory, "package.tgz"));
  rmSync(directory, { recursive: true });
  return tarball;
}
