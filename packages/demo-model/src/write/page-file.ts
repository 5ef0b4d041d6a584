import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { attribute, between, element, fit, imports, lines, lineWidth, lowerFirst, quote } from "./code.ts";
import { type Names, namesOf } from "./names.ts";
import { type TableColumn, tableColumns } from "./table-columns.ts";
import { urlKey } from "./url-keys.ts";
import { nobodyLabel, quickViewsOf } from "./views-file.ts";

interface Page {
  spec: AppSpec;
  names: Names;
  anatomy: Anatomy;
  columns: TableColumn[];
  figures: string[];
  hasViews: boolean;
  byPerson: boolean;
}

/** `<plural>-page.tsx`: figures, the table or the board, the drawer, and every state between. */
export function pageFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const page: Page = {
    spec,
    names,
    anatomy,
    columns: anatomy.isBoard ? [] : tableColumns(spec, anatomy),
    figures: anatomy.isBoard ? [] : figuresOf(spec, names, anatomy),
    hasViews: quickViewsOf(anatomy).length > 0,
    byPerson: anatomy.naming.type === "person",
  };
  const parts = [
    pageImports(page),
    anatomy.isBoard ? "" : columnList(page),
    mainPart(page),
    page.figures.length > 0 ? figuresPart(page) : "",
    nothingPart(page),
    noMatchPart(page),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function pageImports({ names, anatomy, figures, byPerson }: Page): string {
  const { isBoard, money } = anatomy;
  return imports([
    { from: "lucide-react", names: [names.icon, "Plus"] },
    { from: "react", names: ["type ReactNode"] },
    { from: "@/components/app-frame", names: ["AppFrame"] },
    { from: "@/components/button", names: ["Button"] },
    { from: "@/components/empty-state", names: ["EmptyState"] },
    { from: "@/components/error-state", names: ["ErrorState"] },
    !isBoard && { from: "@/components/field-column", names: ["fieldColumn"] },
    figures.length > 0 && { from: "@/components/stat", names: ["Stat", "Stats"] },
    !isBoard && { from: "@/components/table", names: ["type Column", "Table"] },
    {
      from: "@/lib/format",
      names: [
        "formatCount",
        ...(figures.length > 0 ? ["formatNumber"] : []),
        ...(figures.length > 0 && money ? ["formatMoney"] : []),
      ],
    },
    !isBoard && { from: "@/lib/second-sdk", names: ["type Doc"] },
    { from: "@/lib/url-state", names: ["setUrlState", "useUrlState", ...(isBoard ? [] : ["useUrlSort"])] },
    isBoard && { from: "./board", names: [names.board] },
    { from: `./${names.drawerFile}`, names: [names.drawer] },
    !isBoard && { from: "./fields", names: [names.fields] },
    { from: "./filters", names: ["Filters"] },
    !isBoard && { from: "./types", names: [`type ${names.type}`] },
    {
      from: "./views",
      names: [
        names.hook,
        ...(figures.length > 0 && anatomy.due ? ["isDue"] : []),
        ...(byPerson && !isBoard ? ["useRowName"] : []),
      ],
    },
  ]);
}

function columnList({ names, columns }: Page): string {
  const column = ({ field, options }: TableColumn) => {
    const start = `fieldColumn(${names.fields}, "${field.key}"`;
    if (options.length === 0) return `  ${start}),`;
    const split = `fieldColumn(${names.fields}, "${field.key}", {\n${options.map((each) => `    ${each},`).join("\n")}\n  }),`;
    return `  ${fit(2, `${start}, { ${options.join(", ")} }),`, split)}`;
  };
  const start = `const columns: Column<Doc<${names.type}>>[] = [`;
  const many = lines(start, ...columns.map(column), "];");
  const [only, ...more] = columns;
  return only && more.length === 0
    ? fit(0, `${start}${column(only).trim().replace(/,$/, "")}];`, many)
    : many;
}

function mainPart(page: Page): string {
  const { names, anatomy, figures, hasViews } = page;
  const errorTitle = attribute("title", `The ${names.many} could not be loaded`);
  return lines(
    `export function ${names.page}({ title }: { title: string }) {`,
    ...stateLines(page),
    "  const all = collection.data;",
    "  const add = (",
    '    <Button kind="primary" icon={Plus} onClick={() => setOpen("new")}>',
    `      ${between(`Add ${names.one}`)}`,
    "    </Button>",
    "  );",
    "  const empty = all.length === 0 ? <Nothing action={add} /> : <NoMatch hidden={all.length} />;",
    "",
    "  return (",
    `    <AppFrame title={title} icon={${names.icon}} action={add}>`,
    figures.length > 0 && "      <Figures rows={all} />",
    `      <Filters${hasViews ? " views={views}" : ""}${anatomy.isBoard ? " shown={rows.length}" : ""} />`,
    "      {collection.error && all.length === 0 ? (",
    `        ${element(8, "ErrorState", ["error={collection.error}", errorTitle, "onRetry={() => window.location.reload()}"])}`,
    "      ) : (",
    `        ${anatomy.isBoard ? boardElement(page) : tableElement(page)}`,
    "      )}",
    ...drawerLines(page),
    "    </AppFrame>",
    "  );",
    "}",
  );
}

function stateLines({ names, anatomy, hasViews, byPerson }: Page): (string | false)[] {
  const { due, naming, isBoard } = anatomy;
  const sorted = due ?? (byPerson ? null : naming);
  return [
    `  const { collection, rows${hasViews ? ", views" : ""} } = ${names.hook}();`,
    byPerson && !isBoard && "  const nameOf = useRowName();",
    !isBoard && `  const [sort, setSort] = useUrlSort({ key: "${sorted?.key ?? ""}", desc: false });`,
    '  const [open, setOpen] = useUrlState("open", "", { push: true });',
  ];
}

function tableElement({ names, anatomy, byPerson }: Page): string {
  return element(8, "Table", [
    attribute("label", names.Many),
    "rows={rows}",
    "columns={columns}",
    byPerson ? "rowLabel={nameOf}" : `rowLabel={(row) => row.${anatomy.naming.key}}`,
    "sort={sort}",
    "onSort={setSort}",
    "onOpen={({ _id }) => setOpen(_id)}",
    "current={open}",
    "total={all.length}",
    "loading={collection.loading}",
    "empty={empty}",
  ]);
}

const boardElement = ({ names }: Page): string =>
  element(8, names.board, ["collection={collection}", "rows={rows}", "empty={empty}", "onOpen={setOpen}"]);

function drawerLines({ names }: Page): string[] {
  const close = "onClose={() => setOpen(null)}";
  const attributes = ["key={open}", "id={open}", "collection={collection}", close];
  const one = `      {open && <${names.drawer} ${attributes.join(" ")} />}`;
  if (one.length <= lineWidth) return [one];
  return ["      {open && (", `        ${element(8, names.drawer, attributes)}`, "      )}"];
}

/** The figures that the fields give: how many, how much, how urgent, how many without owner. */
function figuresOf(spec: AppSpec, names: Names, { money, due, owner, naming }: Anatomy): string[] {
  const currency = spec.currency === "EUR" ? "" : `, "${spec.currency}"`;
  const stat = (label: string, value: string) =>
    element(6, "Stat", [attribute("label", label), `value={${value}}`]);
  const figures = [
    money && stat(totalLabel(money), `formatMoney(total${currency})`),
    due && stat("Due in 30 days", "formatNumber(rows.filter(isDue).length)"),
    owner &&
      owner !== naming &&
      stat(nobodyLabel(owner), `formatNumber(rows.filter((row) => !row.${owner.key}).length)`),
  ].filter((figure) => typeof figure === "string");
  return figures.length === 0 ? [] : [stat(names.Many, "formatNumber(rows.length)"), ...figures];
}

const totalLabel = (money: FieldSpec): string =>
  /^total/i.test(money.label) ? money.label : `Total ${lowerFirst(money.label)}`;

function figuresPart({ names, figures, anatomy }: Page): string {
  const sum = `  const total = rows.reduce((sum, row) => sum + (row.${anatomy.money?.key} ?? 0), 0);`;
  return lines(
    `function Figures({ rows }: { rows: readonly ${names.type}[] }) {`,
    anatomy.money && sum,
    "  return (",
    "    <Stats>",
    ...figures.map((figure) => `      ${figure}`),
    "    </Stats>",
    "  );",
    "}",
  );
}

function nothingPart({ names }: Page): string {
  const text = `Add the first ${names.one}. Everyone who can open this app sees it at once.`;
  return lines(
    "function Nothing({ action }: { action: ReactNode }) {",
    "  return (",
    `    ${element(4, "EmptyState", [`icon={${names.icon}}`, attribute("title", `No ${names.many} yet`), attribute("text", text), "action={action}"])}`,
    "  );",
    "}",
  );
}

function noMatchPart({ names, anatomy, hasViews }: Page): string {
  const keys = ["q", ...(hasViews ? ["view"] : []), ...anatomy.filters.map(urlKey)];
  const cleared = keys.map((key) => `${/^[a-z][A-Za-z0-9]*$/.test(key) ? key : `"${key}"`}: null`);
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
