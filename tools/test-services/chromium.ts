import { onPath } from "./on-path.ts";

/**
 * How every test and measurement starts the system's Chromium with Playwright: the one on PATH, which asks the network
 * for nothing by itself.
 */
export const chromiumOptions = {
  executablePath: onPath("chromium", process.env.PATH) ?? "chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
