import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { choiceTable } from "./choice-table.ts";
import { fit, imports, lines, lowerFirst, object, quote } from "./code.ts";
import { type Names, namesOf } from "./names.ts";
import { urlKey } from "./url-keys.ts";

interface QuickView {
  id: string;
  label: string;
  has: string;
}

const choiceViewsMax = 4;

/** The quick views that the fields give, besides "All". */
export function quickViewsOf(anatomy: Anatomy): QuickView[] {
  const { due, owner, naming, choice, isBoard } = anatomy;
  const views: QuickView[] = [];
  if (due) views.push({ id: "due", label: "Due in 30 days", has: "isDue" });
  if (owner) views.push({ id: "mine", label: "Mine", has: `(row) => row.${owner.key} === userId` });
  if (owner && owner !== naming)
    views.push({ id: "nobody", label: nobodyLabel(owner), has: `(row) => !row.${owner.key}` });
  if (!choice || isBoard) return views;
  const ofChoice = choiceTable(choice).slice(0, choiceViewsMax);
  return [
    ...views,
    ...ofChoice.map(({ id, label }) => ({
      id: `${urlKey(choice)}-${id}`,
      label,
      has: `(row) => row.${choice.key} === "${id}"`,
    })),
  ];
}

export const nobodyLabel = (owner: FieldSpec): string =>
  /\bby$/i.test(owner.label) ? "Nobody yet" : `No ${lowerFirst(owner.label)}`;

/** `views.ts`: the rows as search, quick view and filters leave them, all held in the URL. */
export function viewsFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const quickViews = quickViewsOf(anatomy);
  const byPerson = anatomy.naming.type === "person";
  const usesUser = quickViews.some(({ id }) => id === "mine");
  const hooks = [
    "useCollection",
    ...(usesUser ? ["useCurrentUser"] : []),
    ...(byPerson ? ["useMembers"] : []),
  ];
  const head = imports([
    { from: "@/lib/choices", names: ["matchesSearch"] },
    anatomy.due && { from: "@/lib/format", names: ["daysUntil"] },
    { from: "@/lib/second-sdk", names: hooks },
    { from: "@/lib/url-state", names: ["useUrlState"] },
    { from: "./types", names: [`type ${names.type}`] },
  ]);
  const parts = [
    head,
    anatomy.due ? dueTest(names, anatomy) : "",
    byPerson ? nameHook(names, anatomy) : "",
    quickViews.length > 0 ? viewList(names, quickViews, usesUser) : "",
    rowsHook(names, anatomy, { hasViews: quickViews.length > 0, usesUser, byPerson }),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function dueTest(names: Names, { due, met, isBoard }: Anatomy): string {
  const exported = isBoard ? "" : "export ";
  const open = met ? `!row.${met.key} && ` : "";
  const test = `${open}(daysUntil(row.${due?.key ?? ""}) ?? Infinity) <= 30;`;
  const start = `${exported}const isDue = (row: ${names.type}) =>`;
  return fit(0, `${start} ${test}`, `${start}\n  ${test}`);
}

function nameHook(names: Names, { naming }: Anatomy): string {
  const start = `  return (row: ${names.type}) =>`;
  const found = `members.find(({ id }) => id === row.${naming.key})?.name ?? "Former member";`;
  return lines(
    "/** Tells the name of the person whom a row is about. */",
    "export function useRowName() {",
    "  const { members } = useMembers();",
    fit(0, `${start} ${found}`, `${start}\n    ${found}`),
    "}",
  );
}

function viewList(names: Names, views: readonly QuickView[], usesUser: boolean): string {
  const all = { id: "all", label: "All", has: "() => true" };
  return lines(
    "interface QuickView {\n  id: string;\n  label: string;\n  has: (row: " +
      names.type +
      ") => boolean;\n}\n",
    "/** The quick views, by the id that stands in the URL. */",
    usesUser
      ? "const quickViews = (userId: string | undefined): QuickView[] => ["
      : "const quickViews: QuickView[] = [",
    ...[all, ...views].map(
      ({ id, label, has }) => `  ${object(2, [`id: "${id}"`, `label: ${quote(label)}`, `has: ${has}`], ",")}`,
    ),
    "];",
  );
}

interface HookParts {
  hasViews: boolean;
  usesUser: boolean;
  byPerson: boolean;
}

function rowsHook(names: Names, anatomy: Anatomy, parts: HookParts): string {
  const { filters } = anatomy;
  return lines(
    parts.hasViews
      ? `/** The ${names.many}, the rows that search, view and filters leave, and the views with their counts. */`
      : `/** The ${names.many}, and the rows that search and filters leave. */`,
    `export function ${names.hook}() {`,
    `  const collection = useCollection<${names.type}>("${names.folder}");`,
    parts.byPerson && "  const nameOf = useRowName();",
    parts.usesUser && "  const { user } = useCurrentUser();",
    '  const [search] = useUrlState("q");',
    parts.hasViews && '  const [view] = useUrlState("view", "all");',
    ...filters.map((field) => `  const [${field.key}Filter] = useUrlState("${urlKey(field)}");`),
    parts.hasViews && `  const all = ${parts.usesUser ? "quickViews(user?.id)" : "quickViews"};`,
    parts.hasViews && "  const current = all.find(({ id }) => id === view);",
    rowsLines(anatomy, parts),
    parts.hasViews &&
      "  const views = all.map(({ id, label, has }) => ({ id, label, count: collection.data.filter(has).length }));",
    `  return { collection, rows${parts.hasViews ? ", views" : ""} };`,
    "}",
  );
}

function rowsLines({ filters, searched, naming }: Anatomy, parts: HookParts): string {
  const texts = searched.map((field) =>
    field === naming && parts.byPerson ? "nameOf(row)" : `row.${field.key}`,
  );
  const start = "  const rows = collection.data.filter((row) =>";
  const tests = [
    parts.hasViews && "    if (current && !current.has(row)) return false;",
    ...filters.map(({ key }) => {
      const start = `    if (${key}Filter && row.${key} !== ${key}Filter)`;
      return fit(0, `${start} return false;`, `${start}\n      return false;`);
    }),
  ].filter((test) => typeof test === "string");
  if (tests.length > 0) {
    return lines(
      `${start} {`,
      ...tests,
      `    return ${call(11, "matchesSearch", ["search", ...texts])};`,
      "  });",
    );
  }
  const one = `${start} matchesSearch(search, ${texts.join(", ")}));`;
  const many = `${start}\n    ${call(4, "matchesSearch", ["search", ...texts], 1)},\n  );`;
  return fit(0, one, many);
}

/** A call in one line, else with an argument a line; `after` characters follow it. */
function call(indent: number, name: string, values: readonly string[], after = 1): string {
  const one = `${name}(${values.join(", ")})`;
  const many = `${name}(\n${values.map((value) => `      ${value},`).join("\n")}\n    )`;
  return fit(indent + after, one, many);
}
