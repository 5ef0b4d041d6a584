import { parseArgs } from "node:util";
import { templateDirectory } from "../workspaces/index.ts";
import { dependencySetsDirectory } from "./dependency-sets.ts";
import { prepareTemplateSet } from "./prepare-template-set.ts";

// `node apps/worker/dist/dependencies/prepare-main.js --data-dir <directory>`: what `npm start` runs before it starts
// the worker, so that the first app does not wait for its packages.
const { values } = parseArgs({ options: { "data-dir": { type: "string" } } });
const dataDirectory = values["data-dir"];
if (dataDirectory === undefined) {
  process.stderr.write("Say where the data lies: --data-dir <directory>\n");
  process.exit(2);
}

try {
  await prepareTemplateSet(
    {
      directory: dependencySetsDirectory(dataDirectory),
      templateDirectory,
      // biome-ignore lint/style/noProcessEnv: a program of its own; npm's settings come from its environment.
      environment: process.env,
    },
    (line) => process.stdout.write(`${line}\n`),
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
