import type { AppSpec, RowTest } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { choiceTable } from "./choice-table.ts";
import { fit, imports, lines, object, quote } from "./code.ts";
import { figuresOf } from "./figures-part.ts";
import { type Names, namesOf } from "./names.ts";
import { resultStats } from "./results-file.ts";
import { type TestInCode, testInCode } from "./row-tests.ts";
import { urlKey } from "./url-keys.ts";

const choiceViewsMax = 4;

/** The quick views that the fields give, besides "All", and the one with which the app opens. */
export function quickViewsOf(spec: AppSpec, anatomy: Anatomy): TestInCode[] {
  const { due, owner, naming, choice, isBoard } = anatomy;
  const ofChoice = choice && !isBoard ? choiceTable(choice).slice(0, choiceViewsMax) : [];
  const tests: (RowTest | null)[] = [
    due && { key: due.key, is: "soon" },
    owner && { key: owner.key, is: "me" },
    owner && owner !== naming ? { key: owner.key, is: "nobody" } : null,
    ...ofChoice.map(({ id }) => ({ key: choice?.key ?? "", is: id })),
  ];
  const views = tests.flatMap((test) => (test && testInCode(test, anatomy)) ?? []);
  const first = spec.opensWith && testInCode(spec.opensWith, anatomy);
  return first && !views.some(({ id }) => id === first.id) ? [...views, first] : views;
}

/** The id of the view with which the app opens. */
export const firstViewOf = (spec: AppSpec, anatomy: Anatomy): string =>
  (spec.opensWith && testInCode(spec.opensWith, anatomy)?.id) ?? "all";

/** `views.ts`: the rows as search, quick view and filters leave them, all held in the URL. */
export function viewsFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const quickViews = quickViewsOf(spec, anatomy);
  const byPerson = anatomy.naming.type === "person";
  const usesUser = quickViews.some(({ id }) => id === "mine");
  const hooks = [
    "useCollection",
    ...(usesUser ? ["useCurrentUser"] : []),
    ...(byPerson ? ["useMembers"] : []),
  ];
  const order = orderOf(anatomy);
  const head = imports([
    order && { from: "@/components/field-column", names: ["fieldColumn"] },
    order && { from: "@/components/table", names: ["sortRows"] },
    { from: "@/lib/choices", names: ["matchesSearch"] },
    anatomy.due && { from: "@/lib/format", names: ["daysUntil"] },
    { from: "@/lib/second-sdk", names: hooks },
    { from: "@/lib/url-state", names: ["useUrlState"] },
    order && { from: "./fields", names: [names.fields] },
    { from: "./types", names: [`type ${names.type}`] },
  ]);
  const isDueElsewhere = [...figuresOf(spec), ...resultStats(spec)].some((figure) =>
    figure.includes("isDue"),
  );
  const parts = [
    head,
    order ? `const order = [fieldColumn(${names.fields}, "${order.field.key}")];` : "",
    anatomy.due ? dueTest(names, anatomy, isDueElsewhere) : "",
    byPerson ? nameHook(names, anatomy) : "",
    quickViews.length > 0 ? viewList(names, quickViews, usesUser) : "",
    rowsHook(names, anatomy, {
      hasViews: quickViews.length > 0,
      firstView: firstViewOf(spec, anatomy),
      usesUser,
      byPerson,
    }),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The order of rows on screens that do not sort by themselves. */
const orderOf = ({ sort, screen }: Anatomy): Anatomy["sort"] =>
  screen === "board" || screen === "list" ? sort : null;

function dueTest(names: Names, { due, met }: Anatomy, isExported: boolean): string {
  const exported = isExported ? "export " : "";
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

function viewList(names: Names, views: readonly TestInCode[], usesUser: boolean): string {
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
  firstView: string;
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
    parts.hasViews && `  const [view] = useUrlState("view", "${parts.firstView}");`,
    ...filters.map((field) => `  const [${field.key}Filter] = useUrlState("${urlKey(field)}");`),
    parts.hasViews && `  const all = ${parts.usesUser ? "quickViews(user?.id)" : "quickViews"};`,
    parts.hasViews && "  const current = all.find(({ id }) => id === view);",
    rowsLines(anatomy, parts),
    parts.hasViews &&
      "  const views = all.map(({ id, label, has }) => ({ id, label, count: collection.data.filter(has).length }));",
    returned(orderOf(anatomy), parts),
    "}",
  );
}

function returned(order: Anatomy["sort"], { hasViews }: HookParts): string {
  const views = hasViews ? ["views"] : [];
  if (!order) return `  return { ${["collection", "rows", ...views].join(", ")} };`;
  const sorted = `rows: sortRows(rows, order, { key: "${order.field.key}", desc: ${order.desc} })`;
  const values = ["collection", sorted, ...views];
  const many = values.map((value) => `    ${value},\n`).join("");
  return fit(0, `  return { ${values.join(", ")} };`, `  return {\n${many}  };`);
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
