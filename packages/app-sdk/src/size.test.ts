import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const sizeBytesMax = 14 * 1024;

async function bundle(entries: readonly string[]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entries.map((entry) => `export * from "./${entry}";`).join("\n"), resolveDir: here },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["react"],
    conditions: ["@second/source"],
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  if (!file) throw new Error("Nothing was bundled.");
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return { bytes: gzipSync(file.contents).length, inputs: Object.keys(metafile.inputs), imported };
}

it("[SDK-13] hooks and client are at most 14 KB gzipped, without a schema library", async () => {
  const { bytes, inputs, imported } = await bundle(["index.ts", "client.ts"]);
  expect(bytes).toBeLessThanOrEqual(sizeBytesMax);
  expect(bytes).toBeGreaterThan(1024);
  expect(new Set(imported)).toEqual(new Set(["react"]));
  expect(inputs.filter((input) => !/(^<stdin>|app-sdk\/src|query\/src)/.test(input))).toEqual([]);
});

it("[SDK-13] the client imports no framework", async () => {
  expect((await bundle(["client.ts"])).imported).toEqual([]);
});
