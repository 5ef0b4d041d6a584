// Runs inside the sandbox, beside the packages it imports: checks types and bundles, at the same time. It trusts nothing
// but its arguments and its own folder: configuration files of the app are not read.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const { root, cache, output } = JSON.parse(process.argv[2]);
const set = dirname(fileURLToPath(import.meta.url));
const textMax = 256 * 1024;
const mapBytesMax = 2 * 1024 * 1024;

const [check, bundle] = await Promise.all([checkTypes(), bundleApp()]);
writeFileSync(join(output, "result.json"), JSON.stringify({ check, bundle }));

/** What the compiler prints, with its exit code. */
async function checkTypes() {
  const { compilerOptions } = JSON.parse(readFileSync(join(set, "tsconfig.json"), "utf8"));
  const project = join(cache, "tsconfig.json");
  const options = {
    ...compilerOptions,
    noEmit: true,
    incremental: true,
    tsBuildInfoFile: join(cache, "tsbuildinfo"),
    paths: { "@/*": [`${root}/src/*`] },
    typeRoots: [`${root}/node_modules/@types`, `${root}/node_modules`],
  };
  writeFileSync(project, JSON.stringify({ compilerOptions: options, include: [`${root}/src`] }));
  const [command, ...first] = await compiler();
  const child = spawn(command, [...first, "-p", project, "--pretty", "false"], { cwd: root });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      if (text.length < textMax) text += chunk;
    });
  }
  const exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  process.stdout.write("checked\n");
  return { exitCode, text: text.slice(0, textMax) };
}

/** TypeScript from 7 on is a program of its own; starting it without Node in between saves some 40 ms. */
async function compiler() {
  const typescript = join(set, "node_modules/typescript");
  const finder = join(typescript, "lib/getExePath.js");
  if (!existsSync(finder)) return [process.execPath, join(typescript, "bin/tsc")];
  const { default: find } = await import(pathToFileURL(finder).href);
  return [find()];
}

/** Null when it succeeded, else the bundler's errors. */
async function bundleApp() {
  const [{ build }, { default: react }, { default: tailwindcss }] = await Promise.all([
    import("vite"),
    import("@vitejs/plugin-react"),
    import("@tailwindcss/vite"),
  ]);
  try {
    await build({
      root,
      // Files refer to each other, never to the root of a host: a preview lives under any path.
      base: "./",
      configFile: false,
      envDir: false,
      cacheDir: join(cache, "vite"),
      logLevel: "silent",
      plugins: [react(), tailwindcss()],
      css: { postcss: {} },
      resolve: { alias: { "@": join(root, "src") }, dedupe: ["react", "react-dom"] },
      build: {
        outDir: join(output, "dist"),
        emptyOutDir: true,
        target: "es2023",
        reportCompressedSize: false,
        // Errors of the running app name places of its source; the bundles themselves do not mention the maps.
        sourcemap: "hidden",
        rolldownOptions: {
          output: { sourcemapExcludeSources: true, sourcemapPathTransform: sourceName },
          // Skips what a barrel file re-exports and nobody imports, like the other 1,700 icons.
          experimental: { lazyBarrel: true },
        },
      },
    });
    dropLargeMaps(join(output, "dist/assets"));
    return null;
  } catch (error) {
    const errors = Array.isArray(error.errors) && error.errors.length > 0 ? error.errors : [error];
    return errors.slice(0, 50).map(describe);
  }
}

/** A source in a map, wherever the workspace and its packages lie: `src/app.tsx`, `node_modules/react/index.js`. */
function sourceName(source, map) {
  const path = resolve(dirname(map), source);
  const [, module] = /.*\/node_modules\/(.*)$/.exec(path) ?? [];
  return module === undefined ? relative(root, path) : `node_modules/${module}`;
}

/** A map that would weigh on every version is worth less than what it tells. */
function dropLargeMaps(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith(".map") && statSync(path).size > mapBytesMax) rmSync(path);
  }
}

function describe(error) {
  const { loc, id, message, plugin, pluginCode } = error;
  return {
    file: String(loc?.file ?? id ?? ""),
    line: Number(loc?.line ?? 1),
    column: Number(loc?.column ?? 0) + 1,
    plugin: String(plugin ?? pluginCode ?? "vite"),
    message: String(message ?? error).slice(0, 8_000),
  };
}
