// `npm start` and `npm run dev`: everything from a fresh clone to a usable page, with nothing but Node and npm.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { install, quiet, requireNode, root, say } from "./steps.mjs";

requireNode();
const isDev = process.argv[2] === "dev";
const options = process.argv.slice(isDev ? 3 : 2);

try {
  await install();
  const { build } = await import("./build.mjs");
  await build({ pages: !isDev });
} catch (error) {
  say(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

// In this process: one more in between would pass on each Ctrl-C that the terminal has sent to all already.
Object.assign(process.env, quiet);
const command = join(root, "apps/cli/dist/main.js");
process.argv = [process.execPath, command, isDev ? "dev" : "start", ...options];
await import(pathToFileURL(command).href);
