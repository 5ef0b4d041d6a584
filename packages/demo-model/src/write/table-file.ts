import type { AppSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { attribute, element, fit, imports, lines } from "./code.ts";
import { namesOf } from "./names.ts";
import { type TableColumn, tableColumns } from "./table-columns.ts";

/** `table.tsx`: the rows of an app that has another screen too. */
export function tableFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const { naming, group } = anatomyOf(spec);
  const byPerson = naming.type === "person";
  const head = imports([
    { from: "react", names: ["type ReactNode"] },
    { from: "@/components/field-column", names: ["fieldColumn"] },
    { from: "@/components/table", names: ["type Column", "Table"] },
    { from: "@/lib/read-error", names: ["readError"] },
    { from: "@/lib/second-sdk", names: ["type CollectionResult", "type Doc"] },
    { from: "@/lib/url-state", names: ["useUrlSort", "useUrlState"] },
    group && { from: "@/lib/use-groups", names: ["useGroups"] },
    { from: "./fields", names: [names.fields] },
    { from: "./types", names: [`type ${names.type}`] },
    byPerson && { from: "./views", names: ["useRowName"] },
  ]);
  const props = lines(
    "interface Props {",
    `  collection: CollectionResult<${names.type}>;`,
    "  /** The rows to show. */",
    `  rows: readonly Doc<${names.type}>[];`,
    "  /** What stands there without rows. */",
    "  empty: ReactNode;",
    "  onOpen: (id: string) => void;",
    "}",
  );
  const main = lines(
    `export function ${names.table}({ collection, rows, empty, onOpen }: Props) {`,
    ...tableState(spec),
    '  const [open] = useUrlState("open");',
    "  return (",
    `    ${tableElement(spec, { indent: 4, onOpen: "onOpen(_id)", total: "collection.data.length", hasError: true })}`,
    "  );",
    "}",
  );
  return `${[head, props, columnList(spec), main].join("\n\n")}\n`;
}

/** The hooks that a table's element needs. */
export function tableState(spec: AppSpec): (string | false)[] {
  const { due, naming, sort, group } = anatomyOf(spec);
  const byPerson = naming.type === "person";
  const usual = due ?? (byPerson ? null : naming);
  const [key, desc] = sort ? [sort.field.key, sort.desc] : [usual?.key ?? "", false];
  return [
    byPerson && "  const nameOf = useRowName();",
    `  const [sort, setSort] = useUrlSort({ key: "${key}", desc: ${desc} });`,
    group !== null && groupsLine(spec, group.key),
  ];
}

export const groupsLine = (spec: AppSpec, key: string): string =>
  `  const groups = useGroups(${namesOf(spec).fields}, "${key}");`;

interface TablePlace {
  indent: number;
  /** What opening a row does, as code. */
  onOpen: string;
  total: string;
  hasError: boolean;
}

export function tableElement(spec: AppSpec, { indent, onOpen, total, hasError }: TablePlace): string {
  const { naming, group } = anatomyOf(spec);
  return element(indent, "Table", [
    attribute("label", namesOf(spec).Many),
    "rows={rows}",
    "columns={columns}",
    naming.type === "person" ? "rowLabel={nameOf}" : `rowLabel={(row) => row.${naming.key}}`,
    "sort={sort}",
    "onSort={setSort}",
    ...(group ? ["groups={groups}"] : []),
    `onOpen={({ _id }) => ${onOpen}}`,
    "current={open}",
    `total={${total}}`,
    "loading={collection.loading}",
    ...(hasError ? ["error={readError(collection)}"] : []),
    "empty={empty}",
  ]);
}

/** The table's columns, by field. */
export function columnList(spec: AppSpec): string {
  const names = namesOf(spec);
  const columns = tableColumns(spec, anatomyOf(spec));
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
