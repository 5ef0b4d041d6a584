import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { choicesName } from "./choice-table.ts";
import { attribute, between, element, fit, imports, lines, quote } from "./code.ts";
import { type Names, namesOf } from "./names.ts";

interface FormParts {
  names: Names;
  anatomy: Anatomy;
  /** The question whose answers stand in frames. */
  lead: FieldSpec | null;
  /** All other fields but whose answer it is. */
  others: FieldSpec[];
  /** The answer is a person's own: each gives one and may change it. */
  isOwn: boolean;
}

/** `form.tsx`: what people fill in. */
export function formFile(spec: AppSpec): string {
  const anatomy = anatomyOf(spec);
  const { naming, fields } = anatomy;
  const isOwn = naming.type === "person" && fields.length > 1;
  const lead = fields.find(({ type }) => type === "choice") ?? null;
  const others = fields.filter((field) => field !== lead && !(isOwn && field === naming));
  const form: FormParts = { names: namesOf(spec), anatomy, lead, others, isOwn };
  return `${[formImports(form), mainPart(form), propsPart(form), inputsPart(form)].join("\n\n")}\n`;
}

function formImports({ names, anatomy, lead, others, isOwn }: FormParts): string {
  const usesUser = isOwn || anatomy.oneself.length > 0;
  return imports([
    !isOwn && { from: "react", names: ["useState"] },
    { from: "@/components/button", names: ["Button"] },
    isOwn && { from: "@/components/conflict-dialog", names: ["ConflictDialog"] },
    others.length > 0 && { from: "@/components/form-fields", names: ["FormFields"] },
    lead && { from: "@/components/radio-group", names: ["RadioGroup"] },
    { from: "@/components/skeleton", names: ["Skeleton"] },
    { from: "@/components/toast", names: ["toast"] },
    {
      from: "@/lib/second-sdk",
      names: [
        "type CollectionResult",
        ...(isOwn ? ["type Doc"] : []),
        ...(usesUser ? ["useCurrentUser"] : []),
      ],
    },
    { from: "@/lib/use-form", names: ["useForm"] },
    { from: "@/lib/use-save", names: ["useSave"] },
    { from: "./fields", names: [names.fields, ...(anatomy.period ? [names.check] : [])] },
    { from: "./types", names: [...(lead ? [choicesName(lead)] : []), `type ${names.type}`] },
  ]);
}

function mainPart(form: FormParts): string {
  return form.isOwn ? ownPart(form) : openPart(form);
}

/** One answer a person. */
function ownPart({ names, anatomy }: FormParts): string {
  const { naming } = anatomy;
  const inputs = element(6, "Inputs", [
    "mine={mine}",
    "rows={collection.data}",
    "userId={user.id}",
    "name={user.name}",
    "saving={saving}",
    "onSend={send}",
  ]);
  return lines(
    `/** One's own ${names.one}: given once, changed as often as one likes. */`,
    signature(names),
    "  const { user } = useCurrentUser();",
    `  const { conflict, saving, save } = useSave<${names.type}>();`,
    `  const mine = collection.data.find((row) => row.${naming.key} === user?.id) ?? null;`,
    `  if (!user || collection.loading) return ${skeleton(names)};`,
    "",
    `  function send(row: ${names.type}) {`,
    "    void save(",
    "      (ifVersion) => (mine ? collection.update(mine._id, row, { ifVersion }) : collection.insert(row)),",
    "      {",
    `        failed: ${quote(`Your ${names.one} was not saved.`)},`,
    "        version: mine?._version,",
    "        mine: row,",
    `        onSaved: () => toast(${quote(`Your ${names.one} is saved.`)}, { tone: "ok" }),`,
    "      },",
    "    );",
    "  }",
    "",
    "  return (",
    "    <>",
    `      ${inputs}`,
    `      <ConflictDialog conflict={conflict} fields={${names.fields}} />`,
    "    </>",
    "  );",
    "}",
  );
}

function signature({ form, type }: Names): string {
  const result = `CollectionResult<${type}>`;
  return fit(
    0,
    `export function ${form}({ collection }: { collection: ${result} }) {`,
    `export function ${form}({\n  collection,\n}: {\n  collection: ${result};\n}) {`,
  );
}

const skeleton = (names: Names): string =>
  element(2, "Skeleton", ['shape="form"', attribute("label", names.one)]);
/** As many answers as people like to give. */
function openPart({ names, anatomy }: FormParts): string {
  const usesUser = anatomy.oneself.length > 0;
  return lines(
    `/** Takes one ${names.one} after the other. */`,
    signature(names),
    "  const [sent, setSent] = useState(0);",
    usesUser && "  const { user } = useCurrentUser();",
    `  const { saving, save } = useSave<${names.type}>();`,
    `  if (${usesUser ? "!user || " : ""}collection.loading) return ${skeleton(names)};`,
    "",
    `  function send(row: ${names.type}) {`,
    "    void save(() => collection.insert(row), {",
    `      failed: ${quote(`The ${names.one} was not saved.`)},`,
    "      onSaved: () => {",
    "        setSent(sent + 1);",
    `        toast(${quote(`The ${names.one} is saved.`)}, { tone: "ok" });`,
    "      },",
    "    });",
    "  }",
    "",
    `  return ${element(2, "Inputs", ["key={sent}", "rows={collection.data}", ...(usesUser ? ["userId={user.id}"] : []), "saving={saving}", "onSend={send}"], ";")}`,
    "}",
  );
}

function propsPart({ names, anatomy, isOwn }: FormParts): string {
  const usesUser = isOwn || anatomy.oneself.length > 0;
  return lines(
    "interface Props {",
    isOwn && `  mine: Doc<${names.type}> | null;`,
    `  rows: readonly ${names.type}[];`,
    usesUser && "  userId: string;",
    isOwn && "  name: string;",
    "  saving: boolean;",
    `  onSend: (row: ${names.type}) => void;`,
    "}",
  );
}

function inputsPart({ names, anatomy, lead, others, isOwn }: FormParts): string {
  const { naming, oneself, period } = anatomy;
  const own = [...new Set([...(isOwn ? [naming] : []), ...oneself])].map(({ key }) => `${key}: userId`);
  const options = [
    ...(own.length > 0 ? [`start: { ${own.join(", ")} }`] : []),
    ...(period ? [`check: ${names.check}`] : []),
  ];
  const row = isOwn ? "mine" : "null";
  const oneCall = `  const form = useForm(${[names.fields, row, ...(options.length > 0 ? [`{ ${options.join(", ")} }`] : [])].join(", ")});`;
  const splitCall = `  const form = useForm(${names.fields}, ${row}, {\n${options.map((each) => `    ${each},`).join("\n")}\n  });`;
  const props = [
    "rows",
    "saving",
    "onSend",
    ...(own.length > 0 ? ["userId"] : []),
    ...(isOwn ? ["mine", "name"] : []),
  ];
  const button = isOwn
    ? lines(
        '        <Button kind="primary" type="submit" pending={saving}>',
        `          {mine ? ${quote(`Update my ${names.one}`)} : ${quote(`Send my ${names.one}`)}}`,
        "        </Button>",
      )
    : lines(
        '        <Button kind="primary" type="submit" pending={saving}>',
        `          Send`,
        "        </Button>",
      );
  return lines(
    `function Inputs({ ${props.join(", ")} }: Props) {`,
    fit(0, oneCall, splitCall),
    "",
    "  return (",
    "    <form",
    "      noValidate",
    '      className="grid min-w-0 content-start gap-4"',
    "      onSubmit={(event) => {",
    "        event.preventDefault();",
    "        const row = form.submit();",
    "        if (row) onSend(row);",
    "      }}",
    "    >",
    `      <h2 className="text-lg font-strong">${between(isOwn ? `Your ${names.one}` : `Add ${names.one}`)}</h2>`,
    lead && `      ${leadElement(lead)}`,
    others.length > 0 && `      ${fieldsElement(others)}`,
    '      <div className="flex flex-wrap items-center justify-end gap-3">',
    '        <span role="status" className="flex-1 text-xs text-soft">',
    isOwn
      ? // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the code that is written
        "          {form.summary ?? `You answer as ${name} and can change it later.`}"
      : "          {form.summary}",
    "        </span>",
    button,
    "      </div>",
    "    </form>",
    "  );",
    "}",
  );
}

const leadElement = (lead: FieldSpec): string =>
  element(6, "RadioGroup", [
    "framed",
    attribute("label", lead.label),
    `options={${choicesName(lead)}}`,
    `value={form.values.${lead.key}}`,
    `onChange={(value) => form.set("${lead.key}", value)}`,
  ]);

function fieldsElement(others: readonly FieldSpec[]): string {
  const keys = others.map(({ key }) => `"${key}"`);
  const many = `names={[\n${keys.map((key) => `          ${key},`).join("\n")}\n        ]}`;
  return element(6, "FormFields", [
    "form={form}",
    fit(8, `names={[${keys.join(", ")}]}`, many),
    "rows={rows}",
  ]);
}
