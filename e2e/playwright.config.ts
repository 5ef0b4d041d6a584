import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "../tools/test-services/chromium.ts";

export default defineConfig({
  testDir: "src",
  outputDir: "../test-results/journeys",
  projects: [
    { name: "journeys", testIgnore: "remains.spec.ts", teardown: "remains" },
    // Looks through what every product of the journeys left, whichever ran.
    { name: "remains", testMatch: "remains.spec.ts" },
  ],
  // On two cores: one after the other keeps times honest.
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
