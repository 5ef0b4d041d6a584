import { readFileSync } from "node:fs";

const read = (name: string) => readFileSync(new URL(`./${name}.md`, import.meta.url), "utf8");
const template = read("builder");
const fixTemplate = read("fix");
const fixAgain = read("fix-again").trim();

/** What the builder is told in every turn. Filled from our own records; a value cannot open a placeholder. */
export function builderPrompt(values: {
  runtime: string;
  model: string;
  /** ISO day. */
  date: string;
  workspace: string;
}): string {
  return template.replace(/\{\{(runtime|model|date|workspace)\}\}/g, (_, name: keyof typeof values) =>
    values[name].replace(/[{}\n]/g, " "),
  );
}

/** What the agent is asked when a person wants an error fixed that the preview showed. The error itself is data. */
export function fixPrompt(values: {
  versionNumber: number;
  route: string;
  kind: string;
  message: string;
  stack: string | null;
  /** An earlier turn was asked to fix this error already. */
  isRepeated: boolean;
}): string {
  const { versionNumber, route, kind, message, stack, isRepeated } = values;
  const facts = [`route: ${route}`, `error: ${kind}: ${message}`, ...(stack ? ["stack:", stack] : [])];
  return fixTemplate
    .replace("{{version}}", String(versionNumber))
    .replace("{{repeated}}", isRepeated ? `${fixAgain}\n` : "")
    .replace("{{error}}", () => fence("untrusted", facts.join("\n")))
    .trim();
}

/** Marks text from outside as information that gives no orders. The fence cannot be closed from within. */
export function fence(tag: "untrusted" | "conversation-so-far", text: string): string {
  return `<${tag}>\n${text.replaceAll(`</${tag}`, `<\\/${tag}`)}\n</${tag}>`;
}
