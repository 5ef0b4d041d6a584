import { documentLimits, type FieldFault, Problem } from "@second/contracts";
import { systemFields } from "./document.ts";

const forbiddenNames = new Set(["__proto__", "constructor", "prototype"]);
const faultsMax = 20;
/** Half a character: no database can keep it. */
const loneSurrogate = /\p{Cs}/u;

/**
 * Checks the app's own fields of a document and answers them as the JSON text to store, without system fields.
 * @throws `document.invalid` with a pointer under `pointer` for each fault, `document.too_large`.
 */
export function checkFields(fields: Record<string, unknown>, pointer = "/data"): string {
  const own = withoutSystemFields(fields);
  const faults: FieldFault[] = [];
  checkValue(own, pointer, 1, faults);
  if (faults.length > 0) throw new Problem("document.invalid", { fields: faults });
  const body = JSON.stringify(own);
  const bytes = Buffer.byteLength(body);
  if (bytes > documentLimits.sizeBytesMax) {
    throw new Problem("document.too_large", {
      detail: `This record has ${bytes} bytes; at most ${documentLimits.sizeBytesMax} fit.`,
      extra: { limit: documentLimits.sizeBytesMax },
    });
  }
  return body;
}

function withoutSystemFields(fields: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(fields);
  if (!names.some((name) => systemFields.has(name))) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !systemFields.has(name)));
}

/** Adds what is wrong with a value, and everything in it, to `faults`. */
function checkValue(value: unknown, pointer: string, depth: number, faults: FieldFault[]): void {
  if (faults.length >= faultsMax) return;
  const fault = scalarFault(value);
  if (fault !== null) faults.push({ pointer, message: fault });
  if (typeof value !== "object" || value === null) return;
  if (depth > documentLimits.depthMax) {
    faults.push({ pointer, message: `is nested more than ${documentLimits.depthMax} deep` });
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) checkValue(item, `${pointer}/${i}`, depth + 1, faults);
  } else {
    const entries = Object.entries(value);
    if (entries.length > documentLimits.keysPerObjectMax) {
      faults.push({ pointer, message: `has more than ${documentLimits.keysPerObjectMax} fields` });
      return;
    }
    for (const [name, item] of entries) {
      const at = `${pointer}/${pointerPart(name)}`;
      const nameFault = fieldNameFault(name);
      if (nameFault !== null) faults.push({ pointer: at, message: nameFault });
      checkValue(item, at, depth + 1, faults);
    }
  }
}

/** Why a name cannot be a field's, or null. */
export function fieldNameFault(name: string): string | null {
  if (name.length > documentLimits.keyLengthMax) {
    return `has a name longer than ${documentLimits.keyLengthMax} characters`;
  }
  if (name.startsWith("$")) return "has a name that starts with $";
  if (forbiddenNames.has(name)) return "has a name that is reserved";
  return loneSurrogate.test(name) ? "has a name that is not valid text" : null;
}

function scalarFault(value: unknown): string | null {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? null : "must be a finite number";
    case "string":
      return loneSurrogate.test(value) ? "is not valid text" : null;
    case "boolean":
    case "object":
      return null;
    default:
      return "is not a JSON value";
  }
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
