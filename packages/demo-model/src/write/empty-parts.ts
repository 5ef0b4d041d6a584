import type { AppSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { attribute, element, lines, quote } from "./code.ts";
import { namesOf } from "./names.ts";
import { urlKey } from "./url-keys.ts";
import { firstViewOf, quickViewsOf } from "./views-file.ts";

/** What stands where there is nothing yet, with the first step. */
export function nothingPart(spec: AppSpec): string {
  const names = namesOf(spec);
  const text = `Add the first ${names.one}. Everyone who can open this app sees it at once.`;
  return lines(
    "function Nothing({ action }: { action: ReactNode }) {",
    "  return (",
    `    ${element(4, "EmptyState", [`icon={${names.icon}}`, attribute("title", `No ${names.many} yet`), attribute("text", text), "action={action}"])}`,
    "  );",
    "}",
  );
}

/** What stands where search and filters leave nothing, with the way back. */
export function noMatchPart(spec: AppSpec): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const hasViews = quickViewsOf(spec, anatomy).length > 0;
  const keys = ["q", ...(hasViews ? ["view"] : []), ...anatomy.filters.map(urlKey)];
  // Null is the view with which the app opens, which may be the one that hides.
  const all = firstViewOf(spec, anatomy) === "all" ? "null" : '"all"';
  const cleared = keys.map(
    (key) => `${/^[a-z][A-Za-z0-9]*$/.test(key) ? key : `"${key}"`}: ${key === "view" ? all : "null"}`,
  );
  const one = `  const clear = () => setUrlState({ ${cleared.join(", ")} });`;
  const many = `  const clear = () =>\n    setUrlState({ ${cleared.join(", ")} });`;
  const most = `  const clear = () =>\n    setUrlState({\n${cleared.map((each) => `      ${each},`).join("\n")}\n    });`;
  const hidden = `text={\`The search or a filter hides \${formatCount(hidden, ${quote(names.one)}, ${quote(names.many)})}.\`}`;
  return lines(
    "function NoMatch({ hidden }: { hidden: number }) {",
    one.length <= 110 ? one : many.split("\n").every((line) => line.length <= 110) ? many : most,
    "  return (",
    `    ${element(4, "EmptyState", [
      attribute("title", `No ${names.one} matches`),
      hidden,
      "action={<Button onClick={clear}>Clear search and filters</Button>}",
    ])}`,
    "  );",
    "}",
  );
}
