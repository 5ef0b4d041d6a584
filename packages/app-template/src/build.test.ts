import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { serve } from "../gallery/browser.ts";
import { componentFiles, readText, templateRoot } from "./template.ts";

const firstLoadBytesMax = 165 * 1024;
const lazy = ["board-plane.tsx", "calendar-panel.tsx", "combobox-input.tsx", "chart-plots.tsx"];
const conditions = ["source", "module", "browser", "production"];
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "second-template-"));
  folders.push(made);
  return made;
}

afterAll(() => {
  vi.unstubAllEnvs();
  for (const made of folders) rmSync(made, { recursive: true });
});

/** Builds the template in place, with an entry of its own where one is given. */
async function buildTemplate(entry?: string): Promise<string> {
  const outDir = folder();
  vi.stubEnv("NODE_ENV", "production");
  await build({
    root: templateRoot,
    configFile: join(templateRoot, "vite.config.ts"),
    logLevel: "error",
    resolve: { conditions },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      ...(entry ? { rolldownOptions: { input: entry } } : {}),
    },
  });
  return outDir;
}

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
}

/** Scripts and styles that load before anything shows: the entry and all it imports at once. Fonts come after. */
function firstLoad(outDir: string): { files: string[]; bytes: number } {
  const manifest: Record<string, Chunk> = JSON.parse(readText(join(outDir, ".vite/manifest.json"))); // Vite's own format
  const files = new Set<string>();
  const add = (chunk: Chunk | undefined) => {
    if (!chunk || files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const name of chunk.imports ?? []) add(manifest[name]);
  };
  for (const chunk of Object.values(manifest)) if (chunk.isEntry) add(chunk);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0);
  return { files: [...files], bytes };
}

describe("the template", () => {
  it("[TPL-1] type-checks as it stands", () => {
    const compiler = fileURLToPath(import.meta.resolve("typescript/package.json")).replace(
      "package.json",
      "bin/tsc",
    );
    // The SDK from its source, so that nothing has to be built before.
    const sdk = ["--customConditions", "source", "--allowImportingTsExtensions"];
    const run = spawnSync(process.execPath, [compiler, "--noEmit", "-p", templateRoot, ...sdk], {
      encoding: "utf8",
    });
    expect(run.stdout).toBe("");
    expect(run.status).toBe(0);
  });

  it("[TPL-1] has one component a file, each with a doc comment on what it exports", () => {
    for (const file of componentFiles()) {
      const source = readText(join(templateRoot, "src/components", file));
      expect(
        /\/\*\*[\s\S]*?\*\/\nexport (default )?(function|class|const)/.test(source) || source.includes("/**"),
        file,
      ).toBe(true);
      expect(source, file).not.toMatch(/localStorage|\bfetch\(|: any\b|#[0-9a-f]{6}\b/);
    }
  });
});

describe("its build", () => {
  let outDir = "";
  beforeAll(async () => {
    outDir = await buildTemplate();
  }, 120_000);

  it("[TPL-1] yields index.html and files that refer to each other, never to the root of a host", () => {
    const html = readText(join(outDir, "index.html"));
    expect(html).toMatch(/src="\.\/assets\/[^"]+\.js"/);
    expect(html).not.toMatch(/(src|href)="\//);
  });

  it("[TPL-1] shows an empty state, without a host and without an error", async () => {
    const { browser, url, close } = await serve(outDir);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(url);
    await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
    expect(await page.title()).toBe("New app");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("its first load", () => {
  let outDir = "";
  beforeAll(async () => {
    const names = componentFiles().filter((file) => !lazy.includes(file));
    const entry = join(folder(), "everything.tsx");
    const imports = names.map((file, index) => `import * as c${index} from "@/components/${file}";`);
    const uses = names.map((_, index) => `c${index}`).join(", ");
    writeFileSync(
      entry,
      [
        ...imports,
        'import "@/styles/app.css";',
        'import "@/main";',
        `Object.assign(globalThis, { all: [${uses}] });`,
      ].join("\n"),
    );
    outDir = await buildTemplate(entry);
  }, 120_000);

  it("[TPL-4] is at most 165 KB gzipped with every component but the lazy ones", () => {
    const { bytes } = firstLoad(outDir);
    expect(bytes).toBeGreaterThan(100 * 1024);
    expect(bytes).toBeLessThanOrEqual(firstLoadBytesMax);
  });

  it("[TPL-4] leaves calendar, charts, dragging and type-ahead to chunks that load where they are shown", () => {
    const { files } = firstLoad(outDir);
    const loaded = files.map((file) => readText(join(outDir, file))).join("");
    const later = readdirSync(join(outDir, "assets")).filter(
      (name) => name.endsWith(".js") && !files.includes(`assets/${name}`),
    );
    for (const name of lazy.map((file) => file.replace(".tsx", ""))) {
      expect(
        later.some((file) => file.startsWith(name)),
        name,
      ).toBe(true);
    }
    expect(loaded).not.toContain("recharts-surface");
    expect(loaded).not.toContain("rdp-");
  });
});
