import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf, isAhead } from "./anatomy.ts";
import { choicesName, choiceTable } from "./choice-table.ts";
import { fit, imports, lines, quote } from "./code.ts";
import { namesOf } from "./names.ts";
import { type SampleList, sampleListOf } from "./sample-values.ts";

const rowsCount = 24;

/** `samples.ts`: rows for trying out, the same at every time but for days, which lie near today. */
export function samplesFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  const lists = new Map(spec.fields.filter(isText).map((field) => listEntry(field, spec)));
  const choices = spec.fields.filter(({ type }) => type === "choice").map(choicesName);
  const usesDays = spec.fields.some(({ type }) => type === "date");
  const usesPeople = spec.fields.some(({ type }) => type === "person");
  const head = imports([
    usesDays && { from: "@/lib/format", names: ["addDays", "today"] },
    usesPeople && { from: "@/lib/second-sdk", names: ["type Member"] },
    { from: "./types", names: [...choices, `type ${names.type}`] },
  ]);
  const start = `export const sampleRows = (${usesPeople ? "members: readonly Member[]" : ""}): ${names.type}[] =>`;
  const rows = lines(
    "/** Rows for trying out; people are those who can open this app. */",
    start,
    `  Array.from({ length: ${rowsCount} }, (_, index) => ({`,
    ...spec.fields.map((field, place) => {
      const value = valueCode(field, { spec, anatomy, place });
      return `    ${fit(5, `${field.key}: ${value}`, `${field.key}:\n      ${value}`)},`;
    }),
    "  }));",
  );
  return `${[head, ...[...lists.values()].map(listCode), rows].join("\n\n")}\n`;
}

const isText = ({ type }: FieldSpec): boolean => type === "text" || type === "long" || type === "suggest";

const listOf = (field: FieldSpec, spec: AppSpec): SampleList =>
  sampleListOf(field, { isNaming: field === spec.fields[0], noun: spec.noun.one });

function listEntry(field: FieldSpec, spec: AppSpec): [string, SampleList] {
  const list = listOf(field, spec);
  return [list.name, list];
}

function listCode({ name, values }: SampleList): string {
  const quoted = values.map(quote);
  const many = `const ${name} = [\n${quoted.map((each) => `  ${each},`).join("\n")}\n];`;
  return fit(0, `const ${name} = [${quoted.join(", ")}];`, many);
}

/** The value in the row at `index`, as code: cycles of different lengths, so that rows differ. */
function valueCode(
  field: FieldSpec,
  { spec, anatomy, place }: { spec: AppSpec; anatomy: Anatomy; place: number },
): string {
  const { name } = listOf(field, spec);
  switch (field.type) {
    case "text":
    case "long":
    case "suggest":
      return place === 0 ? `${name}[index] ?? ""` : `${name}[(index * 7 + ${place}) % ${name}.length] ?? ""`;
    case "email":
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the code that is written
      return "`person${index + 1}@example.com`";
    case "number":
      return numberOf(field);
    case "money":
      return `(((index * 37 + ${place}) % 90) + 10) * 20_000`;
    case "date":
      return `addDays(today(), ${dayOf(field, anatomy)})`;
    case "person":
      // Of a form one's own answer is left to give.
      if (anatomy.screen === "form" && field === anatomy.naming) return "members[index + 1]?.id ?? null";
      return field === anatomy.naming
        ? "members[index % members.length]?.id ?? null"
        : `index % 6 === 5 ? null : (members[(index + ${place}) % members.length]?.id ?? null)`;
    case "check":
      return `(index + ${place}) % 3 === 0`;
    case "choice":
      return `${choicesName(field)}[(index * 11 + ${place}) % ${choicesName(field)}.length]?.id ?? "${choiceTable(field)[0]?.id ?? ""}"`;
  }
}

function numberOf({ label }: FieldSpec): string {
  if (/\b(score|rating)$/i.test(label)) return "(index % 5) + 1";
  return /\bpercent$/i.test(label) ? "(index * 13) % 101" : "((index * 7) % 20) + 1";
}

/** Days that lie ahead stand around today, all others before it, and a period ends after it began. */
function dayOf(field: FieldSpec, { period }: Anatomy): string {
  if (field === period?.start) return "-16 - ((index * 11) % 45)";
  return isAhead(field) || field === period?.end ? "((index * 11) % 75) - 15" : "-((index * 11) % 240)";
}

/** `sample-bar.tsx`: puts the rows in, marked as samples, and takes them out again. */
export function sampleBarFile(spec: AppSpec): string {
  const { type, folder } = namesOf(spec);
  const isOffered = spec.samples === "offered";
  const usesPeople = isOffered && spec.fields.some((field) => field.type === "person");
  const head = imports([
    { from: "lucide-react", names: [...(isOffered ? ["FlaskConical"] : []), "Trash2"] },
    { from: "@/components/button", names: ["Button"] },
    { from: "@/lib/format", names: ["formatCount"] },
    { from: "@/lib/second-sdk", names: ["useCollection", ...(usesPeople ? ["useMembers"] : [])] },
    { from: "@/lib/use-save", names: ["useSave"] },
    isOffered && { from: "./samples", names: ["sampleRows"] },
    { from: "./types", names: [`type ${type}`] },
  ]);
  const main = lines(
    isOffered
      ? "/** Puts sample rows in, which are marked as such, and takes them out again. */"
      : "/** Takes out the sample rows that were put in. */",
    "export function SampleBar() {",
    `  const collection = useCollection<Sample>("${folder}");`,
    usesPeople && "  const { members } = useMembers();",
    "  const { saving, save } = useSave<Sample>();",
    "  const samples = collection.data.filter((row) => row.sample);",
    `  if (collection.loading${isOffered ? "" : " || samples.length === 0"}) return null;`,
    "",
    ...(isOffered ? addLines(usesPeople) : []),
    "  const clear = () =>",
    "    void save(() => Promise.all(samples.map(({ _id }) => collection.remove(_id))), {",
    '      failed: "Not all samples were removed.",',
    "    });",
    "",
    "  return (",
    '    <div className="flex flex-wrap items-center gap-3 border-b border-line bg-sunken px-pad py-2">',
    ...(isOffered ? eitherLines() : clearLines(6)),
    "    </div>",
    "  );",
    "}",
  );
  return `${[head, `type Sample = ${type} & { sample?: boolean };`, main].join("\n\n")}\n`;
}

/** One after the other, so that Try again goes on where it stopped. */
const addLines = (usesPeople: boolean): string[] => [
  "  function add() {",
  `    const left = sampleRows(${usesPeople ? "members" : ""});`,
  "    const insert = async () => {",
  "      for (let row = left[0]; row; row = left[0]) {",
  "        await collection.insert({ ...row, sample: true });",
  "        left.shift();",
  "      }",
  "    };",
  '    void save(insert, { failed: "Not all samples were added." });',
  "  }",
];

const clearLines = (indent: number): string[] =>
  [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the code that is written
    '<span className="flex-1">{`${formatCount(samples.length, "row")} for trying out.`}</span>',
    "<Button small icon={Trash2} pending={saving} onClick={clear}>",
    "  Remove samples",
    "</Button>",
  ].map((line) => " ".repeat(indent) + line);

const eitherLines = (): string[] => [
  "      {samples.length > 0 ? (",
  "        <>",
  ...clearLines(10),
  "        </>",
  "      ) : (",
  "        <>",
  '          <span className="flex-1">Sample rows show how this looks in use.</span>',
  "          <Button small icon={FlaskConical} pending={saving} onClick={add}>",
  "            Add samples",
  "          </Button>",
  "        </>",
  "      )}",
];
