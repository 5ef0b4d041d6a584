import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { choicesName } from "./choice-table.ts";
import { attribute, between, element, fit, imports, indented, lines } from "./code.ts";
import { type Names, namesOf } from "./names.ts";

interface Board {
  names: Names;
  anatomy: Anatomy;
  stage: FieldSpec;
  card: CardFields;
  byPerson: boolean;
}

/** What stands on a card besides the name, from top to bottom. */
interface CardFields {
  person: FieldSpec | null;
  second: FieldSpec | null;
  small: FieldSpec[];
  due: FieldSpec | null;
}

/** `board.tsx`: the cards in their stages. Only for specs with a stage. */
export function boardFile(spec: AppSpec): string {
  const anatomy = anatomyOf(spec);
  const { stage } = anatomy;
  if (stage === null) throw new Error("A board needs a stage.");
  const byPerson = anatomy.naming.type === "person";
  const board: Board = {
    names: namesOf(spec),
    anatomy,
    stage,
    card: cardFields(spec, anatomy, stage),
    byPerson,
  };
  return `${[boardImports(board), propsPart(board), mainPart(board), cardPart(board)].join("\n\n")}\n`;
}

function cardFields(spec: AppSpec, { naming, owner, due }: Anatomy, stage: FieldSpec): CardFields {
  const rest = spec.fields.filter((field) => field !== naming && field !== stage);
  const second =
    rest.find((field) => field.type === "text") ?? rest.find((field) => field.type === "suggest") ?? null;
  const small = rest.filter(
    (field) => field !== second && ["choice", "suggest", "money", "number"].includes(field.type),
  );
  return { person: owner, second, small: small.slice(0, 2), due };
}

function boardImports({ names, anatomy, card, stage, byPerson }: Board): string {
  const valued = card.small.filter(({ type }) => type !== "number");
  return imports([
    { from: "react", names: ["type ReactNode"] },
    card.person && { from: "@/components/avatar", names: ["Avatar"] },
    { from: "@/components/board", names: ["Board"] },
    { from: "@/components/conflict-dialog", names: ["ConflictDialog"] },
    {
      from: "@/components/field-value",
      names: [...(valued.length > 0 ? ["FieldValue"] : []), ...(card.due ? ["Day"] : [])],
    },
    { from: "@/lib/fields", names: ["readRow"] },
    valued.length < card.small.length && { from: "@/lib/format", names: ["formatNumber"] },
    anatomy.hasOverview && { from: "@/lib/read-error", names: ["readError"] },
    { from: "@/lib/second-sdk", names: ["type CollectionResult", "type Doc"] },
    { from: "@/lib/use-save", names: ["useSave"] },
    { from: "./fields", names: [names.fields] },
    { from: "./types", names: [`type ${names.type}`, choicesName(stage)] },
    byPerson && { from: "./views", names: ["useRowName"] },
  ]);
}

function propsPart({ names }: Board): string {
  return lines(
    "interface Props {",
    `  collection: CollectionResult<${names.type}>;`,
    "  /** The cards to show. */",
    `  rows: readonly Doc<${names.type}>[];`,
    "  /** What stands there without cards. */",
    "  empty: ReactNode;",
    "  /** Opens a row by its id, or a new one in a stage as `new-<stage>`. */",
    "  onOpen: (id: string) => void;",
    "}",
  );
}

function mainPart({ names, anatomy, stage, byPerson }: Board): string {
  const name = byPerson ? "nameOf(row)" : `row.${anatomy.naming.key}`;
  const board = element(6, "Board", [
    attribute("label", names.Many),
    `columns={${choicesName(stage)}}`,
    "items={rows}",
    `columnOf={(row) => readRow(${names.fields}, row).${stage.key}}`,
    "onMove={move}",
    `renderCard={(row) => <Card row={row}${byPerson ? " name={nameOf(row)}" : ""} />}`,
    byPerson ? "itemLabel={nameOf}" : `itemLabel={(row) => row.${anatomy.naming.key}}`,
    "onOpen={({ _id }) => onOpen(_id)}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the code that is written
    "onAdd={(stage) => onOpen(`new-${stage}`)}",
    attribute("addLabel", `Add ${names.one}`),
    "loading={collection.loading}",
    ...(anatomy.hasOverview ? ["error={readError(collection)}"] : []),
    "empty={empty}",
  ]);
  return lines(
    `export function ${names.board}({ collection, rows, empty, onOpen }: Props) {`,
    byPerson && "  const nameOf = useRowName();",
    `  const { conflict, save } = useSave<${names.type}>();`,
    "",
    `  function move(row: Doc<${names.type}>, stage: ${names.type}["${stage.key}"]) {`,
    `    const mine = { ${stage.key === "stage" ? "stage" : `${stage.key}: stage`} };`,
    "    void save((ifVersion) => collection.update(row._id, mine, { ifVersion }), {",
    `      failed: \`\${${name}} was not moved.\`,`,
    "      version: row._version,",
    "      mine,",
    "    });",
    "  }",
    "",
    "  return (",
    "    <>",
    `      ${board}`,
    `      <ConflictDialog conflict={conflict} fields={${names.fields}} />`,
    "    </>",
    "  );",
    "}",
  );
}

function cardPart({ names, anatomy, card, byPerson }: Board): string {
  const { person, second, small, due } = card;
  const props = byPerson
    ? `{ row, name }: { row: ${names.type}; name: string }`
    : `{ row }: { row: ${names.type} }`;
  const title = byPerson ? "{name}" : `{row.${anatomy.naming.key}}`;
  const head = lines(
    '<div className="flex items-center gap-2">',
    `  <b className="min-w-0 flex-1 truncate">${title}</b>`,
    person && `  <Avatar id={row.${person.key}} />`,
    "</div>",
  );
  const foot = small.length > 0 || due !== null ? footLines(names, card) : null;
  const start = `function Card(${props}) {\n  return (`;
  if (!second && !foot) return lines(start, `    ${indented(head, 4)}`, "  );", "}");
  const below = second && secondLine(second);
  return lines(start, "    <>", `      ${indented(head, 6)}`, below, foot, "    </>", "  );", "}");
}

function secondLine({ key }: FieldSpec): string {
  const text = `<span className="truncate text-soft">{row.${key}}</span>`;
  const start = `      {row.${key} && `;
  return fit(0, `${start}${text}}`, `${start}(\n        ${text}\n      )}`);
}

function footLines(names: Names, { small, due }: CardFields): string {
  return lines(
    '      <div className="flex flex-wrap items-center gap-2 pt-1 text-xs">',
    ...small.map((field) => smallValue(names, field)),
    due && `        {row.${due.key} && <Day day={row.${due.key}} due />}`,
    "      </div>",
  );
}

/** A small value with what it takes to understand it: numbers bring their label. */
function smallValue(names: Names, { key, label, type }: FieldSpec): string {
  if (type === "number") {
    const number = `<span>${between(label)} {formatNumber(row.${key})}</span>`;
    const start = `        {row.${key} != null && `;
    return fit(0, `${start}${number}}`, `${start}(\n          ${wrappedNumber(label, key)}\n        )}`);
  }
  const test = type === "money" ? `row.${key} != null` : `row.${key}`;
  const value = [`field={${names.fields}.${key}}`, `value={row.${key}}`];
  const start = `        {${test} && `;
  const one = `${start}<FieldValue ${value.join(" ")} />}`;
  return fit(0, one, `${start}(\n          ${element(10, "FieldValue", value)}\n        )}`);
}

function wrappedNumber(label: string, key: string): string {
  const content = `${between(label)} {formatNumber(row.${key})}`;
  return fit(10, `<span>${content}</span>`, `<span>\n            ${content}\n          </span>`);
}
