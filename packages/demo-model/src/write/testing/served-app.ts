import { cp, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { chromiumOptions } from "../../../../../tools/test-services/chromium.ts";
import type { AppSpec } from "../../spec/app-spec.ts";
import { appFile } from "../app-file.ts";
import { featureFiles } from "../files.ts";
import { copyTemplate } from "./template-copy.ts";

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

export interface ServedApp {
  /** The host page with the app in its frame. */
  url: string;
  close(): Promise<void>;
}

/** Builds the app that the demo writes for a spec, with the real SDK, and serves it inside a stand-in for the platform's page. */
export async function serveApp(spec: AppSpec): Promise<ServedApp> {
  const copy = await copyTemplate();
  const app = appFile(await copy.read("src/app.tsx"), spec);
  await copy.write(new Map([...featureFiles(spec), ["src/app.tsx", app ?? ""]]));
  const problems = await copy.check("vite", ["build", "--logLevel", "error"]);
  if (problems !== "") throw new Error(problems);
  const folder = join(copy.folder, "dist");
  await cp(fileURLToPath(new URL("host-page.html", import.meta.url)), join(folder, "host-page.html"));
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://app").pathname);
    readFile(join(folder, path)).then(
      (content) =>
        response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is one
  return {
    url: `http://127.0.0.1:${port}/host-page.html`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await copy.remove();
    },
  };
}

export const startBrowser = (): Promise<Browser> => chromium.launch(chromiumOptions);
