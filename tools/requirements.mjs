// What the product promises, and which tests prove it: `docs/requirements.json` against the ids in tests' names.
// `node tools/requirements.mjs` tells what does not agree; with files it first enters what they hold: `{id: sentence}`
// as delivered, `{id: {text, state}}` as it stands there, unless it is delivered already.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, runQuietly, say } from "./steps.mjs";

const list = join(root, "docs/requirements.json");
const isTest = /(?<!tools\/requirements)\.(test|spec)\.(ts|tsx|mjs)$|\/contract\/[^/]+\.ts$/;
const comment = /^\s*(\/\/|\*|\/\*).*$/gm;
const id = /\[([A-Z]{2,}-\d+)\]/g;

/** `{id: {text, state}}` as it lies in the repository; `state` is `delivered` or `planned`. */
export const readRequirements = () => JSON.parse(readFileSync(list, "utf8"));

/** Ids that a test's text cites outside of comments. */
export function idsIn(text) {
  return [...text.replace(comment, "").matchAll(id)].map(([, found]) => found);
}

/** Every cited id → the test files that cite it. */
export async function citations() {
  const listed = await runQuietly("git", ["ls-files", "-co", "--exclude-standard"]);
  const cited = new Map();
  for (const path of listed.split("\n").filter((each) => isTest.test(each)))
    for (const found of idsIn(textOf(path)))
      cited.set(found, [...new Set([...(cited.get(found) ?? []), path])]);
  return cited;
}

/** Empty for a file that was removed and is still listed. */
function textOf(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

/** What does not agree, a sentence each. */
export function disagreements(requirements, cited) {
  const unknown = [...cited].filter(([each]) => !Object.hasOwn(requirements, each));
  const unproved = Object.entries(requirements).filter(
    ([each, { state }]) => state === "delivered" && !cited.has(each),
  );
  const odd = Object.entries(requirements).filter(
    ([, { text, state }]) => !text?.trim() || !["delivered", "planned"].includes(state),
  );
  return [
    ...unknown.map(([each, paths]) => `${each} is cited in ${paths.join(", ")}, but is no requirement.`),
    ...unproved.map(([each]) => `${each} is delivered, but no test cites it.`),
    ...odd.map(([each]) => `${each} needs a text, and delivered or planned as its state.`),
  ];
}

/** Requirements with others entered, in the order of their ids. What is delivered stays so. */
export function enter(requirements, others) {
  const all = { ...requirements };
  for (const [each, entry] of Object.entries(others)) {
    if (typeof entry === "string") all[each] = { text: entry, state: "delivered" };
    else if (all[each]?.state !== "delivered") all[each] = entry;
  }
  const [area, number] = [(each) => each.split("-")[0], (each) => Number(each.split("-")[1])];
  const ids = Object.keys(all).sort((a, b) => area(a).localeCompare(area(b)) || number(a) - number(b));
  return Object.fromEntries(ids.map((each) => [each, all[each]]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let requirements = readRequirements();
  for (const file of process.argv.slice(2))
    requirements = enter(requirements, JSON.parse(readFileSync(file, "utf8")));
  if (process.argv.length > 2) writeFileSync(list, `${JSON.stringify(requirements, null, 2)}\n`);
  const faults = disagreements(requirements, await citations());
  for (const fault of faults) say(fault);
  const states = Object.values(requirements).map(({ state }) => state);
  say(
    `${states.filter((state) => state === "delivered").length} delivered, ${states.filter((state) => state === "planned").length} planned`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}
