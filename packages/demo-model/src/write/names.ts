import type { AppSpec } from "../spec/app-spec.ts";
import { asciiWords, capitalised } from "../spec/words.ts";

/** What things are called in an app's code and text. */
export interface Names {
  folder: string;
  /** Type of a row: `Contract`. */
  type: string;
  /** `contractFields`, `checkContract`, `useContracts`, `ContractsPage`, `ContractDrawer`, `ContractsBoard`. */
  fields: string;
  check: string;
  hook: string;
  page: string;
  drawer: string;
  board: string;
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
    "App AppFrame Array Avatar Badge BigInt Board Boolean Button Card Choice Column ConflictDialog Date Day Dialog Doc " +
    "Document Drawer Element EmptyState Error ErrorState Event Field FieldTable FieldValue File FilterChip Form FormField " +
    "Function Image Infinity Item Location Map Math Mistakes Node Number Object Option Page Pair Partial Plus Process " +
    "Promise Props Proxy Range React ReactNode Record Reflect Request Response SearchField Segmented Select Selection " +
    "Set Spacer Stat Stats String Switch Symbol Table Tabs Text Toast Toolbar Trash2 Views Window"
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
