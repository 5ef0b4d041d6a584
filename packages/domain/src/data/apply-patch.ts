import { type DocumentPatch, type FieldFault, Problem } from "@second/contracts";
import { canonicalJson } from "./canonical.ts";
import { fieldNameFault, pointerPart } from "./check-fields.ts";
import { systemFields } from "./document.ts";

type Fields = Record<string, unknown>;
/** Changes the last field of a path, given its present value; undefined removes or leaves it out. */
type Change = (present: unknown) => { value: unknown } | { fault: string };

const faultsMax = 20;

/**
 * A document's fields after a patch: `data` replaces fields whole, then `unset`, `inc`, `push` and `pull`. A dotted name
 * addresses a nested field; missing objects on the way are made. Leaves `before` alone; what was not addressed is shared.
 * @throws `document.invalid` when a name is bad or what it addresses is of another kind.
 */
export function applyPatch(before: Fields, patch: DocumentPatch): Fields {
  const after = { ...before };
  const faults: FieldFault[] = [];
  const at = (part: string, name: string, change: Change) => {
    const path = name.split(".");
    if (systemFields.has(path[0] ?? "")) return;
    const fault = pathFault(path) ?? changeAt(after, path, change);
    if (fault !== null) faults.push({ pointer: `/${part}/${pointerPart(name)}`, message: fault });
  };

  for (const [name, value] of Object.entries(patch.data ?? {})) at("data", name, () => ({ value }));
  for (const name of patch.unset ?? []) at("unset", name, () => ({ value: undefined }));
  for (const [name, by] of Object.entries(patch.inc ?? {})) at("inc", name, adding(by));
  for (const [name, item] of Object.entries(patch.push ?? {})) at("push", name, appending(item));
  for (const [name, item] of Object.entries(patch.pull ?? {})) at("pull", name, without(item));
  if (faults.length > 0) throw new Problem("document.invalid", { fields: faults.slice(0, faultsMax) });
  return after;
}

/** Top-level names whose values differ between two states of a document. */
export function changedFields(before: Fields | null, after: Fields | null): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => {
    const old = ownValue(before, name);
    const now = ownValue(after, name);
    if (old === now) return false;
    return old === undefined || now === undefined || canonicalJson(old) !== canonicalJson(now);
  });
}

function adding(by: number): Change {
  return (present = 0) =>
    typeof present === "number" ? { value: present + by } : { fault: "is not a number" };
}

function appending(item: unknown): Change {
  return (present = []) =>
    Array.isArray(present) ? { value: [...present, item] } : { fault: "is not a list" };
}

function without(item: unknown): Change {
  const unwanted = canonicalJson(item);
  return (present) => {
    if (present === undefined) return { value: undefined };
    if (!Array.isArray(present)) return { fault: "is not a list" };
    return { value: present.filter((other) => canonicalJson(other) !== unwanted) };
  };
}

function pathFault(path: readonly string[]): string | null {
  if (path.includes("")) return "is not a field name";
  return path.map(fieldNameFault).find((fault) => fault !== null) ?? null;
}

/** Copies the objects on the way, so that the state before stays as it was. Answers what is wrong, or null. */
function changeAt(root: Fields, path: readonly string[], change: Change): string | null {
  const changed = change(valueAt(root, path));
  if ("fault" in changed) return changed.fault;
  let owner = root;
  for (const step of path.slice(0, -1)) {
    const present = ownValue(owner, step);
    if (present === undefined && changed.value === undefined) return null;
    if (present !== undefined && !isObject(present)) return "lies inside something that has no fields";
    const copy: Fields = { ...present };
    owner[step] = copy;
    owner = copy;
  }
  const last = path.at(-1) ?? "";
  if (changed.value === undefined) delete owner[last];
  else owner[last] = changed.value;
  return null;
}

function valueAt(root: Fields, path: readonly string[]): unknown {
  let value: unknown = root;
  for (const step of path) value = isObject(value) ? ownValue(value, step) : undefined;
  return value;
}

function ownValue(owner: Fields | null, name: string): unknown {
  return owner !== null && Object.hasOwn(owner, name) ? owner[name] : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
