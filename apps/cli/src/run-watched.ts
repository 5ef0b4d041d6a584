import { spawn } from "node:child_process";
import { createRequire } from "node:module";

// `node run-watched.js <source> [argument …]`: runs a program from its sources, again after each change of them. Ends
// with its standard input, which the watcher itself would outlive.
const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const watch = [tsx, "watch", "--clear-screen=false", "--conditions=@second/source"];
const child = spawn(process.execPath, [...watch, ...process.argv.slice(2)], {
  stdio: ["pipe", "inherit", "inherit"],
});
const end = () => child.kill("SIGTERM");
process.on("SIGTERM", end).on("SIGINT", end);
// The program reads the same end and finishes what it does; its watcher waits for it.
process.stdin.on("end", () => {
  child.stdin.end();
  end();
});
process.stdin.resume();
child.once("close", (code) => process.exit(code ?? 1));
