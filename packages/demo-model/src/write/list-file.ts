import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { attribute, element, fit, imports, lines } from "./code.ts";
import { type Names, namesOf } from "./names.ts";
import { groupsLine } from "./table-file.ts";

/** What stands in a line of the list besides the name, from top to bottom. */
interface LineFields {
  second: FieldSpec | null;
  preview: FieldSpec | null;
  badges: FieldSpec[];
  due: FieldSpec | null;
}

interface List {
  spec: AppSpec;
  names: Names;
  anatomy: Anatomy;
  line: LineFields;
  byPerson: boolean;
}

/** `list.tsx`: the rows beside the one that is chosen. */
export function listFile(spec: AppSpec): string {
  const anatomy = anatomyOf(spec);
  const list: List = {
    spec,
    names: namesOf(spec),
    anatomy,
    line: lineFields(anatomy),
    byPerson: anatomy.naming.type === "person",
  };
  return `${[listImports(list), propsPart(list), mainPart(list), linePart(list)].join("\n\n")}\n`;
}

function lineFields({ fields, naming, choice, due }: Anatomy): LineFields {
  const rest = fields.filter((field) => field !== naming);
  const badges = [choice, ...rest.filter(({ type }) => type === "suggest" || type === "choice")];
  return {
    second: rest.find(({ type }) => type === "text") ?? null,
    preview: rest.find(({ type }) => type === "long") ?? null,
    badges: [...new Set(badges.filter((field) => field !== null))].slice(0, 3),
    due,
  };
}

function listImports({ names, anatomy, line, byPerson }: List): string {
  const values = [...(line.badges.length > 0 ? ["FieldValue"] : []), ...(line.due ? ["Day"] : [])];
  return imports([
    { from: "lucide-react", names: [names.icon] },
    { from: "react", names: ["type ReactNode"] },
    { from: "@/components/empty-state", names: ["EmptyState"] },
    values.length > 0 && { from: "@/components/field-value", names: values },
    { from: "@/components/list-detail", names: ["ListDetail"] },
    { from: "@/lib/format", names: ["formatMoment"] },
    { from: "@/lib/read-error", names: ["readError"] },
    { from: "@/lib/second-sdk", names: ["type CollectionResult", "type Doc"] },
    { from: "@/lib/url-state", names: ["useUrlState"] },
    anatomy.group && { from: "@/lib/use-groups", names: ["useGroups"] },
    { from: "./detail", names: [names.pane] },
    (line.badges.length > 0 || anatomy.group) && { from: "./fields", names: [names.fields] },
    { from: "./types", names: [`type ${names.type}`] },
    byPerson && { from: "./views", names: ["useRowName"] },
  ]);
}

function propsPart({ names }: List): string {
  return lines(
    "interface Props {",
    `  collection: CollectionResult<${names.type}>;`,
    "  /** The rows to list. */",
    `  rows: readonly Doc<${names.type}>[];`,
    "  /** Search, views and filters. */",
    "  toolbar: ReactNode;",
    "  /** What stands there without rows. */",
    "  empty: ReactNode;",
    "  onEdit: (id: string) => void;",
    "}",
  );
}

function mainPart({ spec, names, anatomy, byPerson }: List): string {
  const pane = element(8, names.pane, [
    "key={chosen._id}",
    ...(anatomy.choice ? ["collection={collection}"] : []),
    "row={chosen}",
    "onEdit={() => onEdit(chosen._id)}",
  ]);
  const nobody = element(8, "EmptyState", [
    `icon={${names.icon}}`,
    'tone="neutral"',
    attribute("title", `Choose one of the ${names.many}`),
    'text="J and K go through the list."',
  ]);
  return lines(
    `export function ${names.list}({ collection, rows, toolbar, empty, onEdit }: Props) {`,
    byPerson && "  const nameOf = useRowName();",
    anatomy.group !== null && groupsLine(spec, anatomy.group.key),
    '  const [open, setOpen] = useUrlState("open", "", { push: true });',
    "  const chosen = collection.data.find(({ _id }) => _id === open);",
    "",
    "  return (",
    "    <ListDetail",
    `      ${attribute("label", names.Many)}`,
    "      items={rows}",
    anatomy.group !== null && "      groups={groups}",
    "      selected={chosen?._id ?? null}",
    "      onSelect={setOpen}",
    `      renderItem={(row) => <Line row={row}${byPerson ? " name={nameOf(row)}" : ""} />}`,
    "      toolbar={toolbar}",
    "      loading={collection.loading}",
    "      error={readError(collection)}",
    "      empty={empty}",
    "    >",
    "      {chosen ? (",
    `        ${pane}`,
    "      ) : (",
    `        ${nobody}`,
    "      )}",
    "    </ListDetail>",
    "  );",
    "}",
  );
}

function linePart({ names, anatomy, line, byPerson }: List): string {
  const props = byPerson
    ? `{ row, name }: { row: Doc<${names.type}>; name: string }`
    : `{ row }: { row: Doc<${names.type}> }`;
  const title = byPerson ? "{name}" : `{row.${anatomy.naming.key}}`;
  const head = lines(
    '      <span className="flex items-baseline gap-2">',
    `        <b className="min-w-0 flex-1 truncate">${title}</b>`,
    '        <span className="text-xs whitespace-nowrap text-soft">{formatMoment(row._createdAt)}</span>',
    "      </span>",
  );
  const rest = [
    line.second && textLine(line.second, "block truncate text-soft"),
    line.preview && textLine(line.preview, "line-clamp-2 text-soft"),
    line.badges.length > 0 || line.due ? badgesLine(names, line) : null,
  ].filter((part) => part !== null);
  const start = `function Line(${props}) {\n  return (`;
  if (rest.length === 0) return lines(start, head.replaceAll(/^ {2}/gm, ""), "  );", "}");
  return lines(start, "    <>", head, ...rest, "    </>", "  );", "}");
}

function textLine({ key }: FieldSpec, className: string): string {
  const text = `<span className="${className}">{row.${key}}</span>`;
  const start = `      {row.${key} && `;
  return fit(0, `${start}${text}}`, `${start}(\n        ${text}\n      )}`);
}

function badgesLine(names: Names, { badges, due }: LineFields): string {
  return lines(
    '      <span className="mt-1.5 flex flex-wrap items-center gap-1.5">',
    ...badges.map((field) => badge(names, field)),
    due && `        {row.${due.key} && <Day day={row.${due.key}} due />}`,
    "      </span>",
  );
}

function badge(names: Names, { key }: FieldSpec): string {
  const attributes = [`field={${names.fields}.${key}}`, `value={row.${key}}`];
  const start = `        {row.${key} && `;
  const one = `${start}<FieldValue ${attributes.join(" ")} />}`;
  return fit(0, one, `${start}(\n          ${element(10, "FieldValue", attributes)}\n        )}`);
}
