// `npm run bench [name …]`: measures what the product promises, and prints medians and 95th percentiles.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { install, requireNode, root, run, say } from "./steps.mjs";

requireNode();
const all = ["store", "data", "build", "pipeline", "product"];
const wanted = process.argv.slice(2);
await install();
const { build } = await import("./build.mjs");
await build();
for (const name of wanted.length > 0 ? wanted : all) {
  const file = join(root, "bench/src", `${name}.ts`);
  if (!existsSync(file)) {
    say(`There is no measurement called ${name}. There are: ${all.join(", ")}`);
    process.exit(2);
  }
  say(`\n${name}`);
  await run(process.execPath, ["--conditions=@second/source", "--import", "tsx", file]);
}
