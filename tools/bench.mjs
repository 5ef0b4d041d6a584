// `npm run bench [name …]`: measures what the product promises, and prints medians and 95th percentiles.
import { join } from "node:path";
import { install, requireNode, root, run, say } from "./steps.mjs";

requireNode();
const all = ["store", "data", "build", "pipeline", "product", "chat", "recovery"];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !all.includes(name));
if (unknown) {
  say(`There is no measurement called ${unknown}. There are: ${all.join(", ")}`);
  process.exit(2);
}
await install();
const { build } = await import("./build.mjs");
await build();
for (const name of wanted.length > 0 ? wanted : all) {
  say(`\n${name}`);
  const file = join(root, "bench/src", `${name}.ts`);
  await run(process.execPath, ["--conditions=@second/source", "--import", "tsx", file]);
}
