import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { choicesName } from "./choice-table.ts";
import { attribute, element, fit, imports, lines, lowerFirst } from "./code.ts";
import { type Names, namesOf } from "./names.ts";

interface Detail {
  names: Names;
  anatomy: Anatomy;
  /** Long text, to be read. */
  texts: FieldSpec[];
  /** All else but the name and the choice, which stand above. */
  facts: FieldSpec[];
  byPerson: boolean;
}

/** `detail.tsx`: one row in full, beside the list. */
export function detailFile(spec: AppSpec): string {
  const anatomy = anatomyOf(spec);
  const { naming, choice, fields } = anatomy;
  const rest = fields.filter((field) => field !== naming && field !== choice);
  const detail: Detail = {
    names: namesOf(spec),
    anatomy,
    texts: rest.filter(({ type }) => type === "long"),
    facts: rest.filter(({ type }) => type !== "long"),
    byPerson: naming.type === "person",
  };
  const parts = [
    detailImports(detail),
    propsPart(detail),
    mainPart(detail),
    detail.texts.length > 0 ? textPart() : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function detailImports({ names, anatomy, facts, byPerson }: Detail): string {
  const { choice } = anatomy;
  return imports([
    { from: "lucide-react", names: ["Pencil"] },
    { from: "@/components/button", names: ["Button"] },
    choice && { from: "@/components/conflict-dialog", names: ["ConflictDialog"] },
    facts.length > 0 && { from: "@/components/field-list", names: ["FieldList"] },
    choice && { from: "@/components/select", names: ["Select"] },
    choice && { from: "@/lib/fields", names: ["readRow"] },
    {
      from: "@/lib/second-sdk",
      names: [...(choice ? ["type CollectionResult"] : []), "type Doc"],
    },
    choice && { from: "@/lib/use-save", names: ["useSave"] },
    (choice || facts.length > 0) && { from: "./fields", names: [names.fields] },
    { from: "./types", names: [...(choice ? [choicesName(choice)] : []), `type ${names.type}`] },
    byPerson && { from: "./views", names: ["useRowName"] },
  ]);
}

const propsPart = ({ names, anatomy }: Detail): string =>
  lines(
    "interface Props {",
    anatomy.choice && `  collection: CollectionResult<${names.type}>;`,
    `  row: Doc<${names.type}>;`,
    "  onEdit: () => void;",
    "}",
  );

const heading = '<h2 className="min-w-0 flex-1 basis-60 text-lg font-strong wrap-break-word">';

function mainPart(detail: Detail): string {
  const { names, anatomy, texts, facts, byPerson } = detail;
  const { choice, naming } = anatomy;
  const title = byPerson ? "{nameOf(row)}" : `{row.${naming.key}}`;
  const select =
    choice &&
    element(8, "Select", [
      "hideLabel",
      attribute("label", choice.label),
      `options={${choicesName(choice)}}`,
      `value={readRow(${names.fields}, row).${choice.key}}`,
      "onChange={change}",
      'className="w-40"',
    ]);
  const hasBody = texts.length + facts.length > 0;
  return lines(
    `/** One ${names.one} in full. */`,
    `export function ${names.pane}({ ${choice ? "collection, " : ""}row, onEdit }: Props) {`,
    byPerson && "  const nameOf = useRowName();",
    choice && `  const { conflict, save } = useSave<${names.type}>();`,
    choice && changeFunction(detail, choice),
    "  return (",
    '    <article className="grid content-start gap-5 p-pad">',
    '      <header className="flex flex-wrap items-center gap-2">',
    `        ${fit(8, `${heading}${title}</h2>`, `${heading}\n          ${title}\n        </h2>`)}`,
    select && `        ${select}`,
    "        <Button icon={Pencil} onClick={onEdit}>",
    "          Edit",
    "        </Button>",
    "      </header>",
    hasBody && bodyLines(detail),
    choice && `      <ConflictDialog conflict={conflict} fields={${names.fields}} />`,
    "    </article>",
    "  );",
    "}",
  );
}

function changeFunction({ names, anatomy, byPerson }: Detail, { key, label }: FieldSpec): string {
  const name = byPerson ? "nameOf(row)" : `row.${anatomy.naming.key}`;
  const failed = `\`\${${name}}: the ${lowerFirst(label).replaceAll(/[`\\$]/g, "")} was not changed.\``;
  return lines(
    "",
    `  function change(value: ${names.type}["${key}"]) {`,
    `    const mine = { ${key === "value" ? key : `${key}: value`} };`,
    "    void save((ifVersion) => collection.update(row._id, mine, { ifVersion }), {",
    `      failed: ${failed},`,
    "      version: row._version,",
    "      mine,",
    "    });",
    "  }",
    "",
  );
}

function bodyLines({ names, anatomy, texts, facts }: Detail): string {
  const due = anatomy.due && facts.includes(anatomy.due) ? [`due="${anatomy.due.key}"`] : [];
  const framed = texts.length > 0 ? "self-start rounded-lg border border-line p-4" : "";
  const keys = facts.map(({ key }) => `"${key}"`);
  const indent = texts.length > 0 ? 8 : 6;
  const space = " ".repeat(indent);
  const listed = `names={[${keys.join(", ")}]}`;
  const many = `names={[\n${keys.map((key) => `${space}    ${key},`).join("\n")}\n${space}  ]}`;
  const attributes = [
    `fields={${names.fields}}`,
    fit(indent + 2, listed, many),
    "row={row}",
    ...due,
    ...(framed ? [`className="${framed}"`] : []),
  ];
  const list = facts.length > 0 ? `${space}${element(indent, "FieldList", attributes)}` : null;
  if (texts.length === 0) return list ?? "";
  const columns = facts.length > 0 ? "grid-cols-[minmax(0,1fr)_auto] tablet:grid-cols-1 " : "";
  return lines(
    `      <div className="grid ${columns}gap-6">`,
    '        <div className="grid content-start gap-5">',
    ...texts.map(
      (field) =>
        `          ${element(10, "Text", [attribute("label", field.label), `text={row.${field.key}}`])}`,
    ),
    "        </div>",
    list,
    "      </div>",
  );
}

const textPart = (): string =>
  lines(
    "function Text({ label, text }: { label: string; text: string }) {",
    "  return (",
    '    <section className="grid gap-1">',
    '      <h3 className="text-xs font-medium text-muted">{label}</h3>',
    '      <p className="max-w-170 text-md whitespace-pre-wrap wrap-break-word">{text || "–"}</p>',
    "    </section>",
    "  );",
    "}",
  );
