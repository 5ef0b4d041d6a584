import type { AppSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { attribute, between, element, fit, imports, lines, lineWidth, quote } from "./code.ts";
import { noMatchPart, nothingPart } from "./empty-parts.ts";
import { figureFormats, figuresOf, figuresPart } from "./figures-part.ts";
import { type Names, namesOf } from "./names.ts";
import { columnList, tableElement, tableState } from "./table-file.ts";
import { quickViewsOf } from "./views-file.ts";

interface Page {
  spec: AppSpec;
  names: Names;
  anatomy: Anatomy;
  figures: string[];
  hasViews: boolean;
  byPerson: boolean;
  /** The table stands in the page itself, which shows nothing else. */
  isPlainTable: boolean;
  /** Besides the rows: the screen that comes first or second. */
  other: "overview" | "form" | null;
}

/** `<plural>-page.tsx`: the frame, its screens, the drawer, and what stands where there are no rows. */
export function pageFile(spec: AppSpec): string {
  const page = pageOf(spec);
  const parts = [
    pageImports(page),
    page.isPlainTable ? columnList(spec) : "",
    mainPart(page),
    page.figures.length > 0 ? figuresPart(spec) : "",
    nothingPart(spec),
    noMatchPart(spec),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function pageOf(spec: AppSpec): Page {
  const anatomy = anatomyOf(spec);
  const other = anatomy.screen === "form" ? "form" : anatomy.hasOverview ? "overview" : null;
  return {
    spec,
    names: namesOf(spec),
    anatomy,
    figures: anatomy.screen === "table" ? figuresOf(spec) : [],
    hasViews: quickViewsOf(spec, anatomy).length > 0,
    byPerson: anatomy.naming.type === "person",
    isPlainTable: anatomy.screen === "table" && other === null,
    other,
  };
}

function pageImports(page: Page): string {
  const { spec, names, anatomy, figures, byPerson, isPlainTable, other } = page;
  const { screen, group } = anatomy;
  const showsError = isPlainTable || (screen === "board" && other === null);
  const rowsScreen = screenOfRows(page);
  return imports([
    { from: "lucide-react", names: [names.icon, "Plus"] },
    { from: "react", names: ["type ReactNode"] },
    { from: "@/components/app-frame", names: ["AppFrame"] },
    { from: "@/components/button", names: ["Button"] },
    { from: "@/components/empty-state", names: ["EmptyState"] },
    showsError && { from: "@/components/error-state", names: ["ErrorState"] },
    isPlainTable && { from: "@/components/field-column", names: ["fieldColumn"] },
    figures.length > 0 && { from: "@/components/stat", names: ["Stat", "Stats"] },
    isPlainTable && { from: "@/components/table", names: ["type Column", "Table"] },
    { from: "@/lib/format", names: ["formatCount", ...(figures.length > 0 ? figureFormats(spec) : [])] },
    isPlainTable && { from: "@/lib/second-sdk", names: ["type Doc"] },
    {
      from: "@/lib/url-state",
      names: ["setUrlState", "useUrlState", ...(isPlainTable ? ["useUrlSort"] : [])],
    },
    isPlainTable && group && { from: "@/lib/use-groups", names: ["useGroups"] },
    rowsScreen && { from: `./${rowsScreen.file}`, names: [rowsScreen.name] },
    { from: `./${names.drawerFile}`, names: [names.drawer] },
    isPlainTable && { from: "./fields", names: [names.fields] },
    { from: "./filters", names: ["Filters"] },
    other === "form" && { from: "./form", names: [names.form] },
    other === "form" && { from: "./results", names: ["Results"] },
    other === "overview" && { from: "./overview", names: ["Overview"] },
    spec.samples !== undefined && { from: "./sample-bar", names: ["SampleBar"] },
    (isPlainTable || figures.length > 0) && { from: "./types", names: [`type ${names.type}`] },
    {
      from: "./views",
      names: [
        names.hook,
        ...(figures.some((figure) => figure.includes("isDue")) ? ["isDue"] : []),
        ...(byPerson && isPlainTable ? ["useRowName"] : []),
      ],
    },
  ]);
}

/** The component of a file of its own that shows the rows; null where the page does. */
function screenOfRows({ names, anatomy, isPlainTable }: Page): { file: string; name: string } | null {
  if (anatomy.screen === "board") return { file: "board", name: names.board };
  if (anatomy.screen === "list") return { file: "list", name: names.list };
  return isPlainTable ? null : { file: "table", name: names.table };
}

function mainPart(page: Page): string {
  const { spec, names, anatomy, other } = page;
  const isForm = other === "form";
  const frame = [
    "title={title}",
    `icon={${names.icon}}`,
    isForm ? 'action={screen === "rows" && add}' : "action={add}",
    ...(other ? ["views={screens}", "view={screen}", "onView={setScreen}"] : []),
  ];
  const many = lines("<AppFrame", ...frame.map((each) => `      ${each}`), "    >");
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
    other !== null && screensLines(page),
    "",
    "  return (",
    `    ${fit(4, `<AppFrame ${frame.join(" ")}>`, many)}`,
    spec.samples !== undefined && "      <SampleBar />",
    anatomy.screen === "table" && page.figures.length > 0 && other === null && "      <Figures rows={all} />",
    other === null ? rowsLines(page, 6) : bothLines(page),
    ...drawerLines(page),
    "    </AppFrame>",
    "  );",
    "}",
  );
}

function stateLines({ spec, names, anatomy, hasViews, isPlainTable, other }: Page): (string | false)[] {
  const first = other === "form" || anatomy.screen === "dashboard" ? other : "rows";
  const key = anatomy.screen === "list" ? "edit" : "open";
  return [
    `  const { collection, rows${hasViews ? ", views" : ""} } = ${names.hook}();`,
    ...(isPlainTable ? tableState(spec) : []),
    other !== null && `  const [screen, setScreen] = useUrlState("screen", "${first}");`,
    `  const [open, setOpen] = useUrlState("${key}", "", { push: true });`,
  ];
}

/** The screens that the header offers, the first of which the app opens with. */
function screensLines({ names, anatomy, other }: Page): string {
  const rows = `{ id: "rows", label: ${quote(names.Many)}, count: all.length }`;
  const another =
    other === "form"
      ? `{ id: "form", label: ${quote(`Your ${names.one}`)} }`
      : '{ id: "overview", label: "Overview" }';
  const isFirst = other === "form" || anatomy.screen === "dashboard";
  const both = isFirst ? [another, rows] : [rows, another];
  return `  const screens = [\n${both.map((each) => `    ${each},`).join("\n")}\n  ];`;
}

function bothLines(page: Page): string {
  const { names, other, figures, anatomy } = page;
  const shown =
    other === "form"
      ? lines(
          '        <div className="mx-auto grid w-full max-w-275 grid-cols-2 items-start gap-8 p-pad narrow:grid-cols-1">',
          `          <${names.form} collection={collection} />`,
          "          <Results rows={all} />",
          "        </div>",
        )
      : `        ${element(8, "Overview", ["collection={collection}", "empty={empty}"])}`;
  const isAlone = anatomy.screen === "list";
  return lines(
    `      {screen === "${other}" ? (`,
    shown,
    "      ) : (",
    !isAlone && "        <>",
    figures.length > 0 && "          <Figures rows={all} />",
    rowsLines(page, isAlone ? 8 : 10),
    !isAlone && "        </>",
    "      )}",
  );
}

/** Search, filters and the rows. */
function rowsLines(page: Page, indent: number): string {
  const { spec, names, anatomy, hasViews, isPlainTable } = page;
  const space = " ".repeat(indent);
  const filters = `<Filters${hasViews ? " views={views}" : ""}${anatomy.isBoard ? " shown={rows.length}" : ""} />`;
  const rows = screenOfRows(page);
  if (anatomy.screen === "list" && rows) {
    const attributes = [
      "collection={collection}",
      "rows={rows}",
      `toolbar={${filters}}`,
      "empty={empty}",
      "onEdit={setOpen}",
    ];
    return `${space}${element(indent, rows.name, attributes)}`;
  }
  const withRows = ["collection={collection}", "rows={rows}", "empty={empty}", "onOpen={setOpen}"];
  if (page.other !== null && rows)
    return lines(`${space}${filters}`, `${space}${element(indent, rows.name, withRows)}`);
  const errorTitle = attribute("title", `The ${names.many} could not be loaded`);
  const table = () =>
    tableElement(spec, { indent: 8, onOpen: "setOpen(_id)", total: "all.length", hasError: false });
  return lines(
    `      ${filters}`,
    "      {collection.error && all.length === 0 ? (",
    `        ${element(8, "ErrorState", ["error={collection.error}", errorTitle, "onRetry={() => window.location.reload()}"])}`,
    "      ) : (",
    `        ${isPlainTable || !rows ? table() : element(8, rows.name, withRows)}`,
    "      )}",
  );
}

function drawerLines({ names }: Page): string[] {
  const close = "onClose={() => setOpen(null)}";
  const attributes = ["key={open}", "id={open}", "collection={collection}", close];
  const one = `      {open && <${names.drawer} ${attributes.join(" ")} />}`;
  if (one.length <= lineWidth) return [one];
  return ["      {open && (", `        ${element(8, names.drawer, attributes)}`, "      )}"];
}
