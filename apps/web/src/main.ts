import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ConfigurationError } from "@second/contracts/configuration";
import { readConfig, type WebConfig } from "./config.ts";

const exitCodes = { failed: 1, directoryInUse: 75, badConfiguration: 78 };

async function main(): Promise<void> {
  const config = readConfig();
  if (process.argv.includes("check")) return;
  // Loaded only now: whoever made a mistake in the configuration should not wait for Next.
  const [{ drainOnSignal }, { ownDirectory }, { openPages }, { serveApi }] = await Promise.all([
    import("./platform/drain.ts"),
    import("./platform/own-directory.ts"),
    import("./platform/pages.ts"),
    import("./platform/serve-api.ts"),
  ]);
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  }; // our own package
  const place = ownDirectory(config);

  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => handle?.(request, response));
  const [api, pages] = await Promise.all([
    serveApi(config, { version, place }),
    openPages({
      server,
      isDev: process.argv.includes("dev"),
      isHttps: config.publicUrl.startsWith("https:"),
    }),
  ]);
  handle = (request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/api/") || path.startsWith("/preview/")) api.handle(request, response);
    else if (api.servesHost(request)) void pages(request, response);
    else api.handle(request, response);
  };
  await listen(server, config);
  drainOnSignal({
    server,
    api,
    patienceMs: config.shutdownSeconds * 1000,
    isSupervised: config.isSupervised,
  });
  await api.start();
}

function listen(server: Server, { port, host }: WebConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === "EADDRINUSE"
          ? new Error(`Port ${port} of ${host} is in use. End its user, or set WEB_PORT.`)
          : cause,
      ),
    );
    server.listen({ port, host }, resolve);
  });
}

/** Mistakes that a sentence explains; of anything else the stack is worth more. */
const explained = ["ConfigurationError", "DirectoryInUse", "Problem", "Error"];

try {
  await main();
} catch (error) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${explained.includes(name) ? message : stack}\n`);
  if (error instanceof ConfigurationError) process.exit(exitCodes.badConfiguration);
  // Its class is loaded late, so that its name has to do.
  process.exit(name === "DirectoryInUse" ? exitCodes.directoryInUse : exitCodes.failed);
}
