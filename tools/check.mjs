// `npm run check`: exactly what CI runs.
import { join } from "node:path";
import { bin, install, requireNode, root, run, runQuietly, say, step } from "./steps.mjs";

requireNode();
try {
  await install();
  const { build } = await import("./build.mjs");
  await build();
  await step("Types of pages", () =>
    runQuietly(bin("tsc"), ["--noEmit", "-p", join(root, "apps/web/tsconfig.json")]),
  );
  await step("Types of tests", async () => {
    // Apart from the others: Next's own types change what all of them know of the environment.
    for (const project of ["tsconfig.tests.json", "apps/web/tsconfig.tests.json"])
      await runQuietly(bin("tsc"), ["--noEmit", "-p", join(root, project)]);
  });
  await step("Lint", () => runQuietly(bin("biome"), ["ci", "."]));
  const { checkLayers } = await import("./layers.mjs");
  await step("Import rules", checkLayers);
  await step("Dead code", () => runQuietly(bin("knip"), ["--no-progress"]));
  await run(process.execPath, [join(root, "tools/test.mjs")]);
} catch (error) {
  say(String(error instanceof Error ? error.message : error));
  process.exit(1);
}
