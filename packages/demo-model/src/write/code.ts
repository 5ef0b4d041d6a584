/** Characters of a line, as the formatter of the apps has it. */
export const lineWidth = 110;

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/** Columns that a text takes: some scripts take two a letter, marks above letters none. */
const widthOf = (text: string): number =>
  [...text].reduce((width, sign) => width + (wide.test(sign) ? 2 : /\p{M}/u.test(sign) ? 0 : 1), 0);

/** The first form when it fits behind an indentation, else the second. */
export const fit = (indent: number, oneLine: string, lines: string): string =>
  indent + widthOf(oneLine) <= lineWidth ? oneLine : lines;

/** A string literal with as few escapes as the formatter would use. */
export function quote(text: string): string {
  const double = JSON.stringify(text);
  const singles = (text.match(/'/g) ?? []).length;
  const doubles = (text.match(/"/g) ?? []).length;
  if (doubles <= singles) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** An attribute of an element; text that would be read as markup becomes an expression. */
export const attribute = (name: string, text: string): string =>
  /["{}<>\\\n]|&#?\w+;/.test(text) ? `${name}={${quote(text)}}` : `${name}="${text}"`;

/** Text between tags. */
export const between = (text: string): string =>
  /[{}<>\\\n]|&#?\w+;/.test(text) ? `{${quote(text)}}` : text;

/** An element without children: in one line, else an attribute a line. */
export function element(indent: number, name: string, attributes: readonly string[], end = ""): string {
  const space = " ".repeat(indent);
  const one = `<${name} ${attributes.join(" ")} />${end}`;
  const many = [`<${name}`, ...attributes.map((each) => `${space}  ${each}`), `${space}/>${end}`].join("\n");
  return fit(indent, one, many);
}

interface Import {
  from: string;
  /** `type X` for a type among values. */
  names: readonly string[];
}

/** Import lines in the order and form that the formatter keeps: packages, then `@/`, then the folder's own. */
export function imports(list: readonly (Import | false | null)[]): string {
  return list
    .filter((each): each is Import => each !== false && each !== null && each.names.length > 0)
    .sort((left, right) => rank(left.from) - rank(right.from) || compare(left.from, right.from))
    .map(importLine)
    .join("\n");
}

const rank = (from: string): number => (from.startsWith("./") ? 2 : from.startsWith("@/") ? 1 : 0);
const bare = (name: string): string => name.replace(/^type /, "");

function importLine({ from, names }: Import): string {
  const sorted = [...new Set(names)].sort((left, right) => compare(bare(left), bare(right)));
  const allTypes = sorted.every((name) => name.startsWith("type "));
  const shown = allTypes ? sorted.map(bare) : sorted;
  const keyword = allTypes ? "import type" : "import";
  const one = `${keyword} { ${shown.join(", ")} } from "${from}";`;
  return fit(0, one, `${keyword} {\n${shown.map((name) => `  ${name},`).join("\n")}\n} from "${from}";`);
}

/** The order in which the formatter sorts names: letter by letter without regard to case, capitals first. */
function compare(left: string, right: string): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [a = "", b = ""] = [left[at], right[at]];
    if (a.toLowerCase() !== b.toLowerCase()) return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
    if (a !== b) return a < b ? -1 : 1;
  }
  return left.length - right.length;
}

/** An object in one line with what follows it, else a property a line. */
export function object(indent: number, entries: readonly string[], end = ""): string {
  const space = " ".repeat(indent);
  const many = `{\n${entries.map((entry) => `${space}  ${entry},`).join("\n")}\n${space}}${end}`;
  return fit(indent, `{ ${entries.join(", ")} }${end}`, many);
}

/** The lines that are there, joined. */
export const lines = (...parts: (string | false | null)[]): string =>
  parts.filter((part) => typeof part === "string").join("\n");

export const indented = (text: string, indent: number): string =>
  text.replaceAll("\n", `\n${" ".repeat(indent)}`);

/** "due date", but "IT area". */
export const lowerFirst = (label: string): string =>
  /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
