// Holds the import rules of the map in AGENTS.md, and proves that they bite: planted violations must be found.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { root, runQuietly } from "./steps.mjs";

/** Room → what it may import of ours. */
const rooms = {
  "packages/contracts": [],
  "packages/query": ["packages/contracts"],
  "packages/store": ["packages/contracts", "packages/query"],
  "packages/bus": ["packages/contracts"],
  "packages/agents": ["packages/contracts"],
  "packages/domain": ["packages/contracts", "packages/query", "packages/store", "packages/bus"],
  "packages/api": ["packages/contracts", "packages/query", "packages/domain"],
  "packages/app-sdk": ["packages/contracts", "packages/query"],
  "packages/app-template": ["packages/app-sdk"],
  "packages/demo-model": ["packages/contracts"],
  "apps/web": ["contracts", "query", "domain", "api", "store", "bus"].map((name) => `packages/${name}`),
  "apps/worker": ["packages/contracts", "packages/agents", "packages/demo-model"],
  "apps/cli": ["packages/contracts"],
};
/** Rooms of which only types may come in, by importing room. */
const typesOnly = {
  "packages/query": ["packages/contracts"],
  "packages/app-sdk": ["packages/contracts"],
};
const pages = /^apps\/web\/src\/(app|features|ui)\//;
const pagesTypesOnly = ["packages/domain", "packages/api", "packages/store", "packages/bus"];
const driver = /^@second\/(store\/(sqlite|mongodb)|bus\/memory)$/;
const compositionRoot = /^apps\/web\/src\/platform\//;
const isTest = /\.test\.tsx?$|\.test-d\.ts$|\/testing\/|\/contract\/|__recordings__|\/gallery\//;

const roomOf = (path) => Object.keys(rooms).find((room) => path.startsWith(`${room}/`)) ?? null;

/** Imports and re-exports of a source text: `{specifier, isType}`. */
function importsOf(path, source) {
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const fixed = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isType: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const passed = module.staticExports.flatMap(({ entries }) =>
    entries
      .filter(({ moduleRequest }) => moduleRequest)
      .map(({ moduleRequest, isType }) => ({ specifier: moduleRequest.value, isType })),
  );
  const late = module.dynamicImports.map(({ moduleRequest }) => ({
    specifier: source.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, ""),
    isType: false,
  }));
  return [...fixed, ...passed, ...late];
}

/** What is wrong with one file's imports. */
function faultsOf(path, source) {
  const room = roomOf(path);
  if (!room || isTest.test(path)) return [];
  const faults = [];
  for (const { specifier, isType } of importsOf(path, source)) {
    const isRelative = specifier.startsWith(".");
    const target = isRelative ? relative(root, join(root, dirname(path), specifier)) : null;
    const named = specifier.match(/^@second\/([a-z-]+)/)?.[1];
    const to = isRelative ? roomOf(target) : named ? `packages/${named}` : null;
    if (!to || to === room) continue;
    const say = (why) => faults.push(`${path} → ${specifier}: ${why}`);
    if (isRelative) say("packages are entered by their doors only");
    else if (!rooms[room].includes(to)) say(`${room} may not import ${to}`);
    else if (!isType && typesOnly[room]?.includes(to)) say(`${room} may import types of ${to} only`);
    else if (!isType && pages.test(path) && pagesTypesOnly.includes(to))
      say(`pages may import types of ${to} only`);
    else if (driver.test(specifier) && !compositionRoot.test(path))
      say("only a composition root knows drivers");
  }
  return faults;
}

const planted = [
  ["packages/query/src/planted.ts", 'import { Problem } from "@second/domain";'],
  ["packages/domain/src/planted.ts", 'import { openSqlite } from "@second/store/sqlite";'],
  ["apps/web/src/features/planted.tsx", 'import { createApp } from "@second/domain";'],
  ["apps/cli/src/planted.ts", 'export * from "../../web/src/config.ts";'],
  ["packages/app-sdk/src/planted.ts", 'import { bridgeLimits } from "@second/contracts";'],
];
const filesMin = 300;

/** @throws naming each import that breaks a rule, or when a planted one is not found. */
export async function checkLayers() {
  for (const [path, source] of planted)
    if (faultsOf(path, source).length === 0)
      throw new Error(`The planted violation in ${path} was not found.`);
  const listed = await runQuietly("git", ["ls-files", "-co", "--exclude-standard", "--", "packages", "apps"]);
  const files = listed.split("\n").filter((path) => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith(".d.ts"));
  if (files.length < filesMin)
    throw new Error(`Only ${files.length} files were read: the import rules saw too little.`);
  const faults = files.flatMap((path) => faultsOf(path, readFileSync(join(root, path), "utf8")));
  if (faults.length > 0)
    throw new Error(
      `${faults.length} imports break the rules of AGENTS.md:\n${faults.map((line) => `  ${line}`).join("\n")}`,
    );
}

if (process.argv[1]?.endsWith("layers.mjs")) await checkLayers();
