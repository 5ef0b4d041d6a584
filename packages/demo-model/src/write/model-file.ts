import { type AppSpec, appSpecSchema } from "../spec/app-spec.ts";
import { lineWidth } from "./code.ts";

/** `model.json`: the spec itself, from which later edits start. */
export const modelFile = (spec: AppSpec): string => `${show(appSpecSchema.parse(spec), 0, 0)}\n`;

/** The spec of a `model.json`; null when it is not one. */
export function readModel(text: string): AppSpec | null {
  try {
    const parsed = appSpecSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // Not JSON: someone rewrote the file.
  }
}

/** JSON as the formatter lays it out: objects a line a key, lists of texts in one line where they fit. */
function show(value: unknown, indent: number, before: number): string {
  const space = " ".repeat(indent + 2);
  const end = " ".repeat(indent);
  if (Array.isArray(value)) {
    const one = `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
    if (value.every((each) => typeof each === "string") && before + one.length + 1 <= lineWidth) return one;
    return `[\n${value.map((each) => space + show(each, indent + 2, indent + 2)).join(",\n")}\n${end}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => {
    const start = `${space}${JSON.stringify(key)}: `;
    return start + show(each, indent + 2, start.length);
  });
  return `{\n${entries.join(",\n")}\n${end}}`;
}
