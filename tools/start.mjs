// `npm start` and `npm run dev`: everything from a fresh clone to a usable page, with nothing but Node and npm.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { install, quiet, requireNode, root, say } from "./steps.mjs";

requireNode();
const [first, ...rest] = process.argv.slice(2);
const isDev = first === "dev";
const options = isDev ? rest : process.argv.slice(2);

try {
  await install();
  const { build } = await import("./build.mjs");
  await build({ pages: !isDev });
} catch (error) {
  say(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

// A group of its own: a terminal's Ctrl-C reaches this script alone, which passes it on once.
const child = spawn(
  process.execPath,
  [join(root, "apps/cli/dist/main.js"), isDev ? "dev" : "start", ...options],
  { cwd: root, stdio: "inherit", detached: true, env: { ...process.env, ...quiet } },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => child.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
child.on("close", (code) => process.exit(code ?? 1));

// npm passes no SIGTERM on: when it is gone, this script's parent is another, and what it started ends too.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  child.kill("SIGTERM");
}, 1_000);
watch.unref();
