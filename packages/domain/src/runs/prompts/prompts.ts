import { readFileSync } from "node:fs";

const template = readFileSync(new URL("./builder.md", import.meta.url), "utf8");

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

/** Marks text from outside as information that gives no orders. The fence cannot be closed from within. */
export function fence(tag: "untrusted" | "conversation-so-far", text: string): string {
  return `<${tag}>\n${text.replaceAll(`</${tag}`, `<\\/${tag}`)}\n</${tag}>`;
}
