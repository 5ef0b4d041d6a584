import { type Accent, accents, type Screen } from "../spec/app-spec.ts";
import { splitPhrases } from "../understand/field-phrases.ts";
import { layoutWords } from "../understand/vocabulary.ts";
import type { Edit } from "./edit.ts";

/** Reads a clause as changes of an app other than added fields; empty when it is none. */
export function readChanges(clause: string): Edit[] {
  for (const read of readers) {
    const edits = read(clause);
    if (edits.length > 0) return edits;
  }
  return [];
}

type Reader = (clause: string) => Edit[];

const them =
  "(?:\\s+(?:it|this|that|them|everything|all|rows|the rows|the app|the list|the table|the board|the cards))?";
const matched = (pattern: RegExp, clause: string): string[] | null =>
  pattern
    .exec(clause)
    ?.slice(1)
    .map((part) => (part ?? "").trim()) ?? null;
const unquoted = (text: string): string => text.replaceAll(/^["'“”]+|["'“”]+$/g, "").trim();
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const renamePatterns = [
  /^rename\s+(?:it|this|the app|this app|the whole app)\s+(?:to|as|into)?\s*(.+)$/i,
  /^(?:call|name)\s+(?:it|this|the app|this app)\s+(.+)$/i,
  /^(?:change|set)\s+(?:the|its)\s+(?:name|title)(?: of (?:it|the app|this app))?\s+to\s+(.+)$/i,
];

const readRename: Reader = (clause) => {
  for (const pattern of renamePatterns) {
    const title = unquoted(matched(pattern, clause)?.[0] ?? "");
    if (title !== "") return [{ kind: "rename-app", title: sentenceCase(title).slice(0, 80) }];
  }
  return [];
};

const fieldRenames = [
  /^(?:rename|relabel)\s+(?:the\s+)?(.+?)(?:\s+(?:field|column))?\s+(?:to|as|into)\s+(.+)$/i,
  /^(?:change|set)\s+the\s+(?:name|label)\s+of\s+(?:the\s+)?(.+?)(?:\s+(?:field|column))?\s+to\s+(.+)$/i,
  /^call\s+the\s+(.+?)\s+(?:field|column)\s+(.+)$/i,
];

const readFieldRename: Reader = (clause) => {
  for (const pattern of fieldRenames) {
    const [name = "", label = ""] = matched(pattern, clause)?.map(unquoted) ?? [];
    if (name !== "" && label !== "") return [{ kind: "rename-field", name, label }];
  }
  return [];
};

const screens: readonly string[] = ["board", "table", "list", "form", "dashboard"];
const isScreen = (word: string): word is Screen => screens.includes(word);

/** What a layout's word means in an edit, where a list is not a table. */
function screenOfWord(word: string): Screen | null {
  const meant = word === "list" || word === "log" ? "list" : (layoutWords[word] ?? word);
  return isScreen(meant) ? meant : null;
}

const readLayout: Reader = (clause) => {
  const change =
    /^(?:make|turn|change|switch|convert|show|display|use|go back)\b(?:\s+(?:it|this|that|the app|this app|them|everything|us|over|back))*\s*(?:(?:in)?to|as|with|back to)?\s*(?:an?|the)?\s*(?:kanban\s+|plain\s+|simple\s+|sign-?up\s+)?(\w+)(?:\s+(?:layout|view|instead|again))*$/i;
  const screen = screenOfWord(matched(change, clause)?.[0]?.toLowerCase() ?? "");
  return screen ? [{ kind: "layout", screen }] : [];
};

const accentWords: Readonly<Record<string, Accent>> = {
  ...Object.fromEntries(accents.map((accent) => [accent, accent])),
  red: "rust",
  orange: "ochre",
  yellow: "ochre",
  turquoise: "teal",
  pink: "rose",
  purple: "plum",
  violet: "plum",
  grey: "graphite",
  gray: "graphite",
  black: "graphite",
};

const readAccent: Reader = (clause) => {
  const change =
    /^(?:use|make|change|set|turn|give|switch)\b.*?\b(?:(?:light|dark|bright)\s+)?(\w+)(?:\s+(?:accents?|colou?rs?|themes?))?(?:\s+instead)?$/i;
  const accent = accentWords[matched(change, clause)?.[0]?.toLowerCase() ?? ""];
  return accent ? [{ kind: "accent", accent }] : [];
};

const readDensity: Reader = (clause) => {
  const change =
    /^(?:(?:make|use|show|keep|set)\b(?:\s+(?:it|this|them|everything|the app|the rows|rows|an?))*\s+)?(less compact|more (?:space|room|spacious|comfortable|roomy)|roomier|comfortable|(?:more\s+)?(?:compact|dense)|denser|tighter)(?:\s+(?:layout|view|rows|again))*$/i;
  const word = matched(change, clause)?.[0]?.toLowerCase();
  return word
    ? [{ kind: "density", isCompact: /^(?:more\s+)?(?:compact|dense|denser|tighter)$/.test(word) }]
    : [];
};

const direction =
  /,?\s*(?:in\s+)?(descending|desc|ascending|asc|(?:highest|largest|biggest|newest|latest|most) first|(?:lowest|smallest|oldest|earliest|least) first|z to a|a to z|reversed?)(?:\s+order)?$/i;

const readSort: Reader = (clause) => {
  const [by = ""] = matched(new RegExp(`^(?:sort|order)${them}\\s+by\\s+(.+)$`, "i"), clause) ?? [];
  const word = direction.exec(by)?.[1]?.toLowerCase() ?? "";
  const desc = /^(?:desc|highest|largest|biggest|newest|latest|most|z|rev)/.test(word);
  return by === "" ? [] : [{ kind: "sort", by: by.replace(direction, "").trim(), desc }];
};

const readGroup: Reader = (clause) => {
  if (/^(?:ungroup|stop grouping|(?:remove|delete) the (?:groups|grouping))\b/i.test(clause))
    return [{ kind: "group", by: null }];
  const [by = ""] = matched(new RegExp(`^group${them}\\s+by\\s+(.+)$`, "i"), clause) ?? [];
  return by === "" ? [] : [{ kind: "group", by }];
};

const onlyPatterns = [
  /^(?:show|display|list|open with)\s+(?:me\s+)?(?:only|just)\s+(.+)$/i,
  /^only\s+(?:show|display|list)\s+(.+)$/i,
  /^filter\b(?:\s+(?:it|them|rows))?\s+(?:by|to|for|on)\s+(.+)$/i,
];

const readOnly: Reader = (clause) => {
  const all =
    /^(?:(?:show|display)\s+(?:everything|all(?:\s+(?!only)[\w-]+)?|all of (?:it|them))(?:\s+again)?|(?:remove|clear) the filters?)$/i;
  if (all.test(clause)) return [{ kind: "open-with", rows: null }];
  for (const pattern of onlyPatterns) {
    const [rows = ""] = matched(pattern, clause) ?? [];
    if (rows !== "") return [{ kind: "open-with", rows: rows.replace(/^(?:the|those|what)\s+/i, "") }];
  }
  return [];
};

const chartStart =
  /^(?:show|add|draw|make|include|display|plot|give)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+|another\s+)?(?:bar\s+|line\s+|pie\s+)?(?:chart|graph|diagram)s?\b\s*(?:of|for|with|showing)?\s*/i;

const readChart: Reader = (clause) => {
  if (/^(?:remove|delete|drop)\s+(?:the|all|its)?\s*(?:charts?|graphs?|diagrams?)$/i.test(clause))
    return [{ kind: "remove-charts" }];
  const isCount = /^count\b.+\b(?:by|per)\b/i.test(clause);
  if (!isCount && !chartStart.test(clause)) return [];
  const rest = clause.replace(isCount ? /^count\s+/i : chartStart, "");
  const [of = "", by = ""] = matched(/^(.*?)\s*\b(?:by|per|over|for each|across)\s+(.+)$/i, rest) ?? [];
  return by === "" ? [] : [{ kind: "chart", of: of === "" || isCount ? null : of, by }];
};

const readCount: Reader = (clause) => {
  const [rows = ""] =
    matched(
      /^(?:also\s+)?(?:count|show how many(?:\s+are)?)\s+(?:the\s+|all\s+|how many\s+)?(.+)$/i,
      clause,
    ) ?? [];
  return rows === "" ? [] : [{ kind: "count", rows: rows.replace(/^(?:are|is)\s+/i, "") }];
};

const samples = "(?:sample|example|demo|test|dummy)\\s+(?:data|rows?|entries|documents|items)\\b.*";

const readSamples: Reader = (clause) => {
  const verb = matched(
    new RegExp(
      `^(add|insert|create|fill|give|show|include|load|put|remove|delete|clear|drop)\\b.*\\b${samples}$`,
      "i",
    ),
    clause,
  )?.[0];
  return verb ? [{ kind: "samples", isOffered: !/^(?:remove|delete|clear|drop)$/i.test(verb) }] : [];
};

const readRemove: Reader = (clause) => {
  const [what = ""] =
    matched(/^(?:remove|delete|drop)\s+(?:the\s+|its\s+)?(.+?)(?:\s+(?:fields?|columns?))?$/i, clause) ?? [];
  return splitPhrases(what).map((name) => ({ kind: "remove-field", name: name.replace(/^the\s+/i, "") }));
};

/** From the plainest to what takes anything for a name. */
const readers: readonly Reader[] = [
  readRename,
  readFieldRename,
  readSamples,
  readChart,
  readDensity,
  readLayout,
  readAccent,
  readSort,
  readGroup,
  readOnly,
  readCount,
  readRemove,
];
