import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { choicesName } from "./choice-table.ts";
import { attribute, element, fit, imports, lines } from "./code.ts";
import { type Names, namesOf } from "./names.ts";

/** `<singular>-drawer.tsx`: one row in full, to add, change and delete. */
export function drawerFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const { naming, choice, stage, oneself, period } = anatomyOf(spec);
  const byPerson = naming.type === "person";
  const head = imports([
    choice && { from: "@/components/field-value", names: ["FieldValue"] },
    { from: "@/components/row-drawer", names: ["RowDrawer"] },
    {
      from: "@/lib/second-sdk",
      names: ["type CollectionResult", ...(oneself.length > 0 ? ["useCurrentUser"] : [])],
    },
    { from: "./fields", names: [names.fields, ...(period ? [names.check] : [])] },
    { from: "./types", names: [`type ${names.type}`, ...(stage ? [choicesName(stage)] : [])] },
    byPerson && { from: "./views", names: ["useRowName"] },
  ]);
  const props = lines(
    "interface Props {",
    `  collection: CollectionResult<${names.type}>;`,
    stage
      ? `  /** The id of the open ${names.one}, "new", or \`new-<stage>\`. */`
      : `  /** The id of the open ${names.one}, or "new". */`,
    "  id: string;",
    "  onClose: () => void;",
    "}",
  );
  const own = oneself.map((field) => `${field.key}: user?.id ?? null`);
  const stageValue = stage && (stage.key === "stage" ? "{ stage }" : `{ ${stage.key}: stage }`);
  const staged = stageValue ? [`...(stage && ${stageValue})`] : [];
  const start =
    own.length > 0 ? `{ ${[...own, ...staged].join(", ")} }` : stageValue && `stage && ${stageValue}`;
  const drawer = element(4, "RowDrawer", [
    stage ? 'id={stage ? "new" : id}' : "id={id}",
    "collection={collection}",
    `fields={${names.fields}}`,
    attribute("noun", names.one),
    byPerson ? "nameOf={nameOf}" : `nameOf={(row) => row.${naming.key}}`,
    ...(start ? [`start={${start}}`] : []),
    ...(period ? [`check={${names.check}}`] : []),
    ...(choice ? [badgeOf(names, choice)] : []),
    "onClose={onClose}",
  ]);
  const body = lines(
    `/** Adds, edits and deletes one ${names.one}. Give it the id as \`key\` too. */`,
    `export function ${names.drawer}({ collection, id, onClose }: Props) {`,
    byPerson && "  const nameOf = useRowName();",
    oneself.length > 0 && "  const { user } = useCurrentUser();",
    stage !== null && `  const stage = ${choicesName(stage)}.find((each) => id === \`new-\${each.id}\`)?.id;`,
    "  return (",
    `    ${drawer}`,
    "  );",
    "}",
  );
  return `${[head, props, body].join("\n\n")}\n`;
}

function badgeOf(names: Names, { key }: FieldSpec): string {
  const value = `<FieldValue field={${names.fields}.${key}} value={row.${key}} />`;
  return fit(6, `badge={(row) => ${value}}`, `badge={(row) => (\n        ${value}\n      )}`);
}
