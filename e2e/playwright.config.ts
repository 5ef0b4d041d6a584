import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "../tools/test-services/chromium.ts";

export default defineConfig({
  testDir: "src",
  globalSetup: "./src/support/start-product.ts",
  outputDir: "../test-results/journeys",
  // One product serves all journeys, on two cores: one after the other keeps times honest.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"], ["json"]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: chromiumOptions,
  },
});
