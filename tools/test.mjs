// `npm test`: sets up what tests need, then runs all of them: beside the code, then journeys in Chromium.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, install, requireNode, root, run, say } from "./steps.mjs";

requireNode();
const results = join(root, "test-results");
const counts = { passed: 0, failed: 0 };
let broken = false;

async function suite(name, command, args, read) {
  const file = join(results, `${name}.json`);
  say(`\n${name}`);
  try {
    await run(command, args, {
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    });
  } catch (error) {
    broken = true;
    say(String(error instanceof Error ? error.message : error));
  }
  if (!existsSync(file)) {
    broken = true;
    return;
  }
  const { passed, failed } = read(JSON.parse(readFileSync(file, "utf8")));
  counts.passed += passed;
  counts.failed += failed;
}

try {
  await install();
  const { ensureSystemPackages } = await import("./system-packages.mjs");
  await ensureSystemPackages();
  const { build } = await import("./build.mjs");
  await build();
} catch (error) {
  say(String(error instanceof Error ? error.message : error));
  process.exit(1);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await suite(
  "unit",
  bin("vitest"),
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(results, "unit.json")}`],
  (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
);
await suite(
  "journeys",
  bin("playwright"),
  ["test", "--config", join(root, "e2e/playwright.config.ts")],
  (report) => ({
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected,
  }),
);

say(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(broken || counts.failed > 0 || counts.passed === 0 ? 1 : 0);
