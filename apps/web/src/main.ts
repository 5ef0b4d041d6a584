import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ConfigError, readConfig } from "./config.ts";
import { drainOnSignal } from "./platform/drain.ts";
import { ownDirectory } from "./platform/own-directory.ts";
import { openPages } from "./platform/pages.ts";
import { serveApi } from "./platform/serve-api.ts";

const isDev = process.argv.includes("dev");

async function main(): Promise<void> {
  const config = readConfig();
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  }; // our own package
  ownDirectory(config);

  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => handle?.(request, response));
  const [api, pages] = await Promise.all([
    serveApi(config, version),
    openPages({ server, isDev, isHttps: config.publicUrl.startsWith("https:") }),
  ]);
  handle = (request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/api/") || path.startsWith("/preview/")) api.handle(request, response);
    else if (api.servesHost(request)) void pages(request, response);
    else api.handle(request, response);
  };
  server.listen({ port: config.port, host: config.host }, () => void api.start());
  drainOnSignal({
    server,
    api,
    patienceMs: config.shutdownSeconds * 1000,
    isSupervised: config.isSupervised,
  });
}

try {
  await main();
} catch (error) {
  const faults = error instanceof ConfigError ? error.faults : null;
  process.stderr.write(
    faults
      ? `Configuration cannot be used:\n${faults.map((fault) => `  ${fault}\n`).join("")}`
      : `${String(error)}\n`,
  );
  process.exit(faults ? 78 : error instanceof Error && error.name === "DirectoryInUse" ? 75 : 1);
}
