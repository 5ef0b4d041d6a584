import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEdit, type Edit } from "../edits/edit.ts";
import { type AppSpec, screenOf } from "../spec/app-spec.ts";
import { domains } from "../understand/lexicon.ts";
import { understand } from "../understand/understand.ts";
import { appFile } from "./app-file.ts";
import { featureFiles } from "./files.ts";
import { readModel } from "./model-file.ts";
import { namesOf } from "./names.ts";
import { someSpec } from "./testing/some-specs.ts";
import { copyTemplate, type TemplateCopy } from "./testing/template-copy.ts";

/** How many made-up apps: `DEMO_SPECS=500 npx vitest run packages/demo-model/src/write/files.test.ts` for all. */
const generatedCount = Number(process.env.DEMO_SPECS ?? 150);
const generated = fc.sample(someSpec, { seed: 20_261_124, numRuns: generatedCount });
const screens = ["table", "board", "list", "form", "dashboard"] as const;

/** What the demo plans for each domain, and two other screens of it. */
const known = domains.flatMap((domain, index) => {
  const understood = understand(domain.keys[0]?.replace("=", "") ?? "");
  if (understood.kind !== "app") return [];
  const { spec } = understood;
  const others = [screens[index % screens.length], screens[(index + 2) % screens.length]];
  return [spec, ...others.map((screen) => applied(spec, { kind: "layout", screen: screen ?? "table" }))];
});

function applied(spec: AppSpec, edit: Edit): AppSpec {
  const done = applyEdit(spec, edit);
  return done.kind === "applied" ? done.spec : spec;
}

const specs = [...known, ...generated];

/** Every app in a folder of its own, all in one program. */
function filesIn(folder: string, spec: (typeof specs)[number]): Map<string, string> {
  const files = [...featureFiles(spec)];
  return new Map(
    files.map(([path, content]) => [path.replace("src/features/", `src/features/${folder}/`), content]),
  );
}

/** Every other app is looked through for what is unused, which takes long. */
const isLookedThrough = (index: number): boolean => index % 2 === 0;
const unused = specs
  .map((_, index) => index)
  .filter((index) => !isLookedThrough(index))
  .join(",");

describe("the code that the demo writes", () => {
  let copy: TemplateCopy;
  beforeAll(async () => {
    copy = await copyTemplate();
    for (const [index, spec] of specs.entries()) await copy.write(filesIn(`app${index}`, spec));
  });
  afterAll(() => copy.remove());

  it("[DEMO-26] is that of every domain and of many made-up apps, on every screen", () => {
    expect(specs.length).toBeGreaterThanOrEqual(132 + generatedCount);
    for (const screen of screens) {
      expect(specs.filter(({ layout }) => screenOf(layout) === screen).length).toBeGreaterThan(20);
    }
  });

  it("[DEMO-22] compiles in strict mode", async () => {
    expect(await copy.check("tsc", ["--noEmit"])).toBe("");
  }, 180_000);

  it("[DEMO-22] leaves the linter and the formatter nothing to do", async () => {
    expect(
      await copy.check("biome", ["check", "--error-on-warnings", "--max-diagnostics=30", "src/features"]),
    ).toBe("");
  }, 180_000);

  it("[DEMO-22] leaves no unused file, export or import", async () => {
    const pages = specs.flatMap((spec, index) => {
      if (!isLookedThrough(index)) return [];
      const { folder, pageFile, page } = namesOf(spec);
      const name = `Page${index}`;
      const line = `import { ${page} as ${name} } from "@/features/app${index}/${folder}/${pageFile}";`;
      return [{ name, line }];
    });
    const uses = pages.map(({ name }) => `<${name} key="${name}" title="x" />`).join(", ");
    const app = `${pages.map(({ line }) => line).join("\n")}\nexport const App = () => [${uses}];\n`;
    const settings = {
      entry: ["src/app.tsx"],
      project: ["src/app.tsx", "src/features/**"],
      ignore: [`src/features/app{${unused}}/**`],
      paths: { "@/*": ["./src/*"] },
    };
    await copy.write(
      new Map([
        ["src/app.tsx", app],
        ["knip.json", JSON.stringify(settings)],
      ]),
    );
    const found = await copy.check("knip", [
      "--no-progress",
      "--no-config-hints",
      "--include",
      "files,exports,types",
    ]);
    expect(found).toBe("");
  }, 180_000);

  it("[DEMO-22] stays within the limits of lines", () => {
    for (const spec of specs) {
      const files = [...featureFiles(spec).values()];
      const lineCounts = files.map((content) => content.split("\n").length - 1);
      expect(Math.max(...lineCounts)).toBeLessThanOrEqual(160);
      expect(lineCounts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(900);
      for (const content of files) expect(longestFunction(content)).toBeLessThanOrEqual(60);
    }
  });

  it("[DEMO-1] writes the same bytes for the same spec, and reads its own model back", () => {
    for (const spec of specs) {
      const files = featureFiles(spec);
      expect(featureFiles(structuredClone(spec))).toEqual(files);
      expect(readModel(files.get(`src/features/${spec.collection}/model.json`) ?? "")).toEqual(spec);
    }
  });

  it("writes a board exactly where the layout is one", () => {
    for (const spec of specs) {
      const hasBoard = featureFiles(spec).has(`src/features/${spec.collection}/board.tsx`);
      expect(hasBoard).toBe(screenOf(spec.layout) === "board");
    }
  });

  it("puts every app into the template's app.tsx, again and again", async () => {
    const original = await copyTemplate().then(async (other) => {
      const content = await other.read("src/app.tsx");
      await other.remove();
      return content;
    });
    for (const spec of specs) {
      const once = appFile(original, spec);
      expect(once).toContain(`features/${spec.collection}/`);
      expect(appFile(once ?? "", spec)).toBe(once);
      expect(appFile(once ?? "", { ...spec, title: "Another name" })).toContain('"Another name"');
    }
    expect(appFile("export function App() {}", specs[0] ?? generated[0] ?? failed())).toBeNull();
  });
});

function failed(): never {
  throw new Error("There is no spec.");
}

/** Lines of the longest function that begins in the first column. */
function longestFunction(content: string): number {
  const lines = content.split("\n");
  let longest = 0;
  for (const [start, line] of lines.entries()) {
    if (!/^(export )?(async )?function /.test(line)) continue;
    const end = lines.findIndex((each, index) => index > start && each === "}");
    longest = Math.max(longest, end - start + 1);
  }
  return longest;
}
