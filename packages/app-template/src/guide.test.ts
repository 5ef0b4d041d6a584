import { existsSync, readdirSync } from "node:fs";
import * as sdk from "@second/app-sdk";
import { describe, expect, it } from "vitest";
import { componentFiles, galleryRoot, readText, templateRoot } from "./template.ts";

const guide = readText(`${templateRoot}/CLAUDE.md`);
const components = componentFiles().map((name) => readText(`${templateRoot}/src/components/${name}`));
const library = readdirSync(`${templateRoot}/src/lib`).map((name) =>
  readText(`${templateRoot}/src/lib/${name}`),
);
const prose = guide.replace(/```[\s\S]*?```/g, "");
const quoted = [...prose.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
const blocks = [...guide.matchAll(/`(src\/[^`]+)`\n\n```tsx?\n([\s\S]*?)```/g)];

/** "## Components" as a list of component names with the props written after each. */
function listedComponents(): { name: string; props: string[] }[] {
  const section = /## Components\n([\s\S]*?)\n## /.exec(prose)?.[1] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("- "));
  return lines.flatMap((line) =>
    line.split(/;|(?<=`), |\bwith\b/).flatMap((part) => {
      const names = [...part.replace(/`[^`]*`|\([^)]*\)/g, "").matchAll(/\b([A-Z][A-Za-z]+)\b/g)].map(
        (match) => match[1] ?? "",
      );
      const props = [...part.matchAll(/`([a-z][A-Za-z ]*)`/g)].flatMap((match) =>
        (match[1] ?? "").split(" "),
      );
      return names.map((name) => ({ name, props }));
    }),
  );
}

const sourceOf = (name: string) =>
  components.find((source) => new RegExp(`export (function|class|const) ${name}\\b`).test(source));

/** A component with those whose props it takes over. */
function withImports(source: string): string {
  const files = [...source.matchAll(/from "@\/components\/([^"]+)"/g)].map((match) => match[1] ?? "");
  return [source, ...files.map((file) => readText(`${templateRoot}/src/components/${file}.tsx`))].join("\n");
}

describe("CLAUDE.md", () => {
  it("[TPL-6] has at most 150 lines, and AGENTS.md has the same bytes", () => {
    expect(guide.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
    expect(readText(`${templateRoot}/AGENTS.md`)).toBe(guide);
  });

  it("[TPL-6] names only files that exist", () => {
    const paths = quoted.filter((text) => /^[\w@/.-]+\.(tsx?|css|json|html)$/.test(text));
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      if (path.startsWith("src/features/tasks/")) continue;
      const places = [path, `src/${path}`, `src/lib/${path}`];
      expect(
        places.some((place) => existsSync(`${templateRoot}/${place}`)),
        path,
      ).toBe(true);
    }
  });

  it("[TPL-6] names only components that exist, with props that they have", () => {
    const listed = listedComponents();
    expect(listed.length).toBeGreaterThan(30);
    for (const { name, props } of listed) {
      const source = sourceOf(name);
      expect(source, name).toBeDefined();
      const shapes = withImports(source ?? "");
      for (const prop of props) expect(shapes, `${name} ${prop}`).toMatch(new RegExp(`\\b${prop}\\??:`));
    }
  });

  it("[TPL-6] names every component that stands on its own", () => {
    const parts = [
      "error-boundary",
      "field",
      "parsed-input",
      "board-plane",
      "calendar-panel",
      "combobox-input",
      "chart-frame",
      "chart-plots",
      "app-root",
    ];
    for (const file of componentFiles()) {
      const base = file.replace(".tsx", "");
      if (parts.includes(base)) continue;
      const source = readText(`${templateRoot}/src/components/${file}`);
      const names = [...source.matchAll(/export (?:function|const|class) (\w+)/g)].map(
        (match) => match[1] ?? "",
      );
      expect(
        names.some((name) => new RegExp(`\\b${name}\\b`).test(guide)),
        file,
      ).toBe(true);
    }
  });

  it("[TPL-6] shows an example that is the tested code, and imports only what exists", () => {
    expect(blocks.map((block) => block[1])).toEqual([
      "src/features/tasks/task.ts",
      "src/features/tasks/tasks-page.tsx",
    ]);
    for (const [, path = "", code = ""] of blocks) {
      expect(code).toBe(readText(`${galleryRoot}/${path.replace("src/", "")}`));
      for (const [, from = ""] of code.matchAll(/from "@\/([^"]+)"/g)) {
        expect(
          [".ts", ".tsx"].some((ending) => existsSync(`${templateRoot}/src/${from}${ending}`)),
          from,
        ).toBe(true);
      }
    }
  });

  it("[PROMPT-3] states the rules of data, and names functions that the library has", () => {
    for (const word of ["localStorage", "asynchronous", "on mount", "its own component"])
      expect(guide).toContain(word);
    const hooks = new Set(prose.match(/\buse[A-Z]\w+/g));
    for (const name of ["useCollection", "useCount", "useQuery", "useMutation"])
      expect(hooks).toContain(name);
    for (const name of hooks) {
      const isOurs = library.some((source) => source.includes(`export function ${name}`));
      expect(isOurs || name in sdk, name).toBe(true);
    }
    for (const name of ["useSave", "readRow", "useForm", "useUrlState"]) {
      expect(
        library.some((source) => source.includes(`export function ${name}`)),
        name,
      ).toBe(true);
    }
  });
});
