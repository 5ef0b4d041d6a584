import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { choicesName } from "./choice-table.ts";
import { attribute, element, fit, imports, lines, quote } from "./code.ts";
import { type Names, namesOf } from "./names.ts";
import { urlKey } from "./url-keys.ts";
import { firstViewOf, quickViewsOf } from "./views-file.ts";

/** `filters.tsx`: quick views, search and filters, all held in the URL. */
export function filtersFile(spec: AppSpec): string {
  const anatomy = anatomyOf(spec);
  const { filters, isBoard } = anatomy;
  const isList = anatomy.screen === "list";
  const hasViews = quickViewsOf(spec, anatomy).length > 0;
  const people = filters.some((field) => field.type === "person");
  const choices = filters.filter((field) => field.type === "choice").map(choicesName);
  const head = imports([
    filters.length > 0 && { from: "@/components/filter-chip", names: ["FilterChip"] },
    { from: "@/components/search-field", names: ["SearchField"] },
    hasViews && { from: "@/components/segmented", names: ["Segmented"] },
    { from: "@/components/toolbar", names: [...(isList ? [] : ["Spacer"]), "Toolbar"] },
    hasViews && { from: "@/lib/choices", names: ["type Choice"] },
    isBoard && { from: "@/lib/format", names: ["formatCount"] },
    people && { from: "@/lib/second-sdk", names: ["useMembers"] },
    { from: "@/lib/url-state", names: ["useUrlState"] },
    { from: "./types", names: choices },
  ]);
  const props = lines(
    "interface Props {",
    hasViews && "  views: readonly Choice[];",
    isBoard && "  /** How many cards the filters leave. */\n  shown: number;",
    "}",
  );
  const hasProps = hasViews || isBoard;
  return `${[head, ...(hasProps ? [props] : []), filtersPart(spec, { hasViews, people })].join("\n\n")}\n`;
}

function filtersPart(spec: AppSpec, { hasViews, people }: { hasViews: boolean; people: boolean }): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const { filters, isBoard } = anatomy;
  // Above a list the search has a line of its own.
  const isList = anatomy.screen === "list";
  const taken = [hasViews && "views", isBoard && "shown"].filter((prop) => typeof prop === "string");
  const search = [attribute("label", `Search ${names.many}`), "value={search}", "onChange={setSearch}"];
  const field = element(6, "SearchField", [...search, ...(isList ? ['className="w-full"'] : [])]);
  const views = '<Segmented label="Quick views" value={view} onChange={setView} items={views} />';
  return lines(
    `export function Filters(${taken.length > 0 ? `{ ${taken.join(", ")} }: Props` : ""}) {`,
    '  const [search, setSearch] = useUrlState("q");',
    hasViews && `  const [view, setView] = useUrlState("view", "${firstViewOf(spec, anatomy)}");`,
    ...filters.map(filterState),
    people && "  const people = useMembers().members.map(({ id, name }) => ({ id, label: name }));",
    "  return (",
    "    <Toolbar>",
    isList && `      ${field}`,
    hasViews && `      ${views}`,
    !isList && "      <Spacer />",
    isBoard && countElement(names),
    !isList && `      ${field}`,
    ...filters.map((field) => `      ${filterElement(field)}`),
    "    </Toolbar>",
    "  );",
    "}",
  );
}

function filterState(field: FieldSpec): string {
  const start = `  const [${field.key}Filter, ${setterOf(field)}] =`;
  const call = `useUrlState("${urlKey(field)}");`;
  return fit(0, `${start} ${call}`, `${start}\n    ${call}`);
}

const setterOf = ({ key }: FieldSpec): string => `set${key.charAt(0).toUpperCase()}${key.slice(1)}Filter`;

function countElement(names: Names): string {
  const count = `{formatCount(shown, ${quote(names.one)}, ${quote(names.many)})}`;
  const open = '<span className="text-xs text-soft tabular-nums phone:hidden">';
  return `      ${fit(6, `${open}${count}</span>`, `${open}\n        ${count}\n      </span>`)}`;
}

function filterElement(field: FieldSpec): string {
  return element(6, "FilterChip", [
    attribute("label", field.label),
    `value={${field.key}Filter}`,
    `options={${field.type === "person" ? "people" : choicesName(field)}}`,
    `onChange={${setterOf(field)}}`,
  ]);
}
