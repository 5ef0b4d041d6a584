import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Runs `second` from its sources to its end, with nothing but what it is given. */
export function runCommand(args: string[], environment: Record<string, string>): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ["--conditions=@second/source", "--import", import.meta.resolve("tsx"), main, ...args],
    {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })));
}
