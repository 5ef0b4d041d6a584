import type { AppSpec } from "../spec/app-spec.ts";
import { asciiWords, capitalised } from "../spec/words.ts";

/** What things are called in an app's code and text. */
export interface Names {
  folder: string;
  /** Type of a row: `Contract`. */
  type: string;
  /** `contractFields`, `checkContract`, `useContracts`, `ContractsPage`, `ContractDrawer`, `ContractsBoard` and so on. */
  fields: string;
  check: string;
  hook: string;
  page: string;
  drawer: string;
  board: string;
  table: string;
  list: string;
  pane: string;
  form: string;
  /** Files without their ending. */
  pageFile: string;
  drawerFile: string;
  /** The sign's name in the icon library, and how it is imported. */
  icon: string;
  /** "contract", "contracts", "Contracts". */
  one: string;
  many: string;
  Many: string;
}

/** Names that generated files import or that mean something else to readers of TypeScript. */
const taken = new Set(
  (
    "App AppFrame Array Avatar Badge BarList BigInt Board Boolean Button Card Choice Column " +
    "ConflictDialog Date Day Dialog Doc Document Drawer Element EmptyState Error ErrorState Event Field " +
    "FieldList FieldTable FieldValue Figures File FilterChip Form FormField FormFields Function " +
    "GroupChart GroupChartOf Image Infinity Inputs Item Line ListDetail Location Map Math Mistakes Node " +
    "NoMatch Nothing Number Object Option Overview Page Pair Partial Pencil Plus Process Promise Props " +
    "Proxy Range React ReactNode Record Reflect Request Response Results SampleBar SearchField Segmented " +
    "Select Selection Set Skeleton Spacer Stat Stats String Switch Symbol Table Tabs Text Toast Toolbar " +
    "Trash2 Views Window"
  ).split(" "),
);

const pascal = (words: readonly string[]): string => words.map(capitalised).join("");

export function namesOf(spec: AppSpec): Names {
  const one = identifierWords(spec.noun.one, ["item"]);
  const many = identifierWords(spec.noun.many, ["items"]);
  const type = pascal(one);
  const camel = type.charAt(0).toLowerCase() + type.slice(1);
  return {
    folder: spec.collection,
    type: taken.has(type) ? `${type}Row` : type,
    fields: `${camel}Fields`,
    check: `check${type}`,
    hook: `use${pascal(many)}`,
    page: `${pascal(many)}Page`,
    drawer: `${type}Drawer`,
    board: `${pascal(many)}Board`,
    table: `${pascal(many)}Table`,
    list: `${pascal(many)}List`,
    pane: `${type}Pane`,
    form: `${type}Form`,
    pageFile: `${spec.collection}-page`,
    drawerFile: `${one.join("-")}-drawer`,
    icon: spec.icon === type || spec.icon === "Plus" ? `${spec.icon}Icon` : spec.icon,
    one: spec.noun.one,
    many: spec.noun.many,
    Many: capitalised(spec.noun.many),
  };
}

function identifierWords(noun: string, fallback: string[]): string[] {
  const words = asciiWords(noun);
  return /^[a-z]/.test(words[0] ?? "") ? words : fallback;
}
