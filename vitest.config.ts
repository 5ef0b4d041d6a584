import { defineConfig } from "vitest/config";

const source = ["@second/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    include: ["{packages,apps}/*/src/**/*.test.{ts,tsx}", "tools/**/*.test.{ts,mjs}"],
    server: { deps: { inline: [/@second\//] } },
    globalSetup: ["tools/test-services/global-setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  },
});
