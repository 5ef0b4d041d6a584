// Compiles packages, server processes and pages, each only when its sources changed.
import { cpSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bin, fingerprint, once, root, runQuietly, say, step } from "./steps.mjs";

const rooms = ["packages", "apps"];
const projects = [
  "packages/api",
  "packages/store",
  "packages/bus",
  "packages/agents",
  "packages/app-sdk",
  "packages/demo-model",
  "apps/worker",
  "apps/cli",
  "apps/web/tsconfig.server.json",
];

/** Files that sources read beside them: prompts, browser scripts. The compiler leaves them where they are. */
function copyAssets() {
  for (const room of rooms)
    for (const name of readdirSync(join(root, room))) {
      const source = join(root, room, name, "src");
      const target = join(root, room, name, "dist");
      if (!existsSync(source) || !existsSync(target) || name === "web") continue;
      cpSync(source, target, {
        recursive: true,
        filter: (path) => statSync(path).isDirectory() || /\.(md|json|txt|browser\.js)$/.test(path),
      });
    }
}

/** `pages: false` leaves the pages to a development server. */
export async function build({ pages: withPages } = { pages: true }) {
  const sources = [
    "packages",
    "apps/worker",
    "apps/cli",
    "apps/web",
    "tsconfig.base.json",
    "package-lock.json",
  ];
  await once("servers", { mark: fingerprint(sources), makes: "apps/cli/dist/main.js" }, () =>
    step("Compiling", async () => {
      await runQuietly(bin("tsc"), ["-b", ...projects]);
      copyAssets();
    }),
  );
  if (!withPages) return;
  const pages = ["apps/web", "packages/contracts/src", "packages/query/src", "package-lock.json"];
  await once("pages", { mark: fingerprint(pages), makes: "apps/web/.next/BUILD_ID" }, () =>
    step("Building pages", () => runQuietly(bin("next"), ["build", join(root, "apps/web")])),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  say(`  Built in ${dirname(root) === root ? "/" : root}`);
}
