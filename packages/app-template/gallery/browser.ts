import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "@playwright/test";
import { preview } from "vite";
import { chromiumOptions } from "../../../tools/test-services/chromium.ts";

export interface Served {
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

/** Serves a built folder on a free loopback port and starts Chromium. */
export async function serve(outDir: string): Promise<Served> {
  const server = await preview({
    configFile: false,
    root: outDir,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0 },
  });
  const { port } = server.httpServer.address() as AddressInfo; // listening on TCP, so it is one
  const browser = await chromium.launch(chromiumOptions);
  return {
    browser,
    url: `http://127.0.0.1:${port}/`,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
