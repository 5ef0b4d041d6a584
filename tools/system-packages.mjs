// Programs of the operating system that tests need: Chromium to look at pages, bubblewrap to isolate agents.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly, say, step } from "./steps.mjs";

const wanted = [
  { program: "chromium", debian: "chromium", why: "journeys in a real browser" },
  { program: "bwrap", debian: "bubblewrap", why: "isolated agents and builds" },
];

const isThere = (program) =>
  (process.env.PATH ?? "").split(delimiter).some((directory) => existsSync(join(directory, program)));

/** Installs what is missing with apt where that is possible, and otherwise says what to install. */
export async function ensureSystemPackages() {
  const missing = wanted.filter(({ program }) => !isThere(program));
  if (missing.length === 0) return;
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    for (const { program, debian, why } of missing)
      say(`Tests need \`${program}\` (${why}). On Debian or Ubuntu: sudo apt install ${debian}`);
    process.exit(1);
  }
  const names = missing.map(({ debian }) => debian);
  await step(`Installing ${names.join(" and ")}`, async () => {
    const environment = { env: { DEBIAN_FRONTEND: "noninteractive" } };
    await runQuietly("apt-get", ["update"], environment);
    await runQuietly("apt-get", ["install", "-y", "--no-install-recommends", ...names], environment);
  });
}
