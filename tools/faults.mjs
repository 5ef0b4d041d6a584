// `node tools/faults.mjs [kills [seed]]`: kills processes of the started product at random moments, 200 times unless told,
// on SQLite and on MongoDB, and looks whether anything accepted was lost or done twice. For every night.
import { join } from "node:path";
import { bin, install, requireNode, root, run, say } from "./steps.mjs";

requireNode();
const [kills = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
if (![kills, seed].every((each) => /^\d+$/.test(each)) || Number(kills) < 2) {
  say("Usage: node tools/faults.mjs [kills [seed]], both whole numbers");
  process.exit(2);
}
try {
  await install();
  const { build } = await import("./build.mjs");
  await build();
  await run(bin("playwright"), ["test", "--config", join(root, "e2e/playwright.config.ts"), "faults"], {
    env: { FAULT_KILLS: kills, FAULT_SEED: seed },
  });
} catch (error) {
  say(String(error instanceof Error ? error.message : error));
  process.exit(1);
}
