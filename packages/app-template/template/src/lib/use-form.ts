import { useId, useState } from "react";
import { emptyRow, type FieldTable, fieldKeys, type Mistakes, parseRow, readRow } from "@/lib/fields";
import type { Doc } from "@/lib/second-sdk";

/** A form's state: what its inputs hold, what is wrong, and the way to a checked row. */
export interface Form<T> {
  id: string;
  fields: FieldTable<T>;
  values: T;
  mistakes: Mistakes<T>;
  /** "2 fields need a look", or null. */
  summary: string | null;
  changed: boolean;
  /** The document's version when the form opened: what `ifVersion` must be. Undefined for a new row. */
  version: number | undefined;
  set<K extends keyof T>(key: K, value: T[K]): void;
  /** Checks one field; call it when the person leaves it. */
  leave(key: keyof T): void;
  /** The checked row; null after marking every mistake and going to the first. */
  submit(): T | null;
  /** Of a checked row, the fields that differ from where the form started: what an update sends. */
  changes(row: T): Partial<T>;
}

interface Options<T> {
  /** What a new row starts with, beside each field's empty value. */
  start?: Partial<T>;
  /** Rules across fields, as "the end is not before the start". Runs on values that are each valid. */
  check?: (row: T) => Mistakes<T>;
}

/**
 * The form of one document, or of a new one when it is null. It keeps what it opened with: give the component a `key`
 * of the document's id. Fields are checked when left and on submit, and again while being corrected.
 */
export function useForm<T extends object>(
  fields: FieldTable<T>,
  document: Doc<T> | null,
  options: Options<T> = {},
): Form<T> {
  const id = useId();
  const [version] = useState(document?._version);
  const [origin] = useState(() => (document ? readRow(fields, document) : emptyRow(fields, options.start)));
  const [values, setValues] = useState(origin);
  const [seen, setSeen] = useState<ReadonlySet<keyof T>>(new Set());

  const { row, mistakes: own } = parseRow(fields, values as Record<keyof T, unknown>); // T has exactly the table's keys
  const all: Mistakes<T> = { ...(Object.keys(own).length === 0 ? options.check?.(row) : undefined), ...own };
  const wrong = fieldKeys(fields).filter((key) => all[key]);
  const mistakes: Mistakes<T> = {};
  for (const key of wrong) if (seen.has(key)) mistakes[key] = all[key];
  const marked = Object.keys(mistakes).length;

  const different = (key: keyof T, other: T) => !Object.is(origin[key], other[key]);

  return {
    id,
    fields,
    values,
    mistakes,
    summary: marked > 1 ? `${marked} fields need a look` : marked ? "1 field needs a look" : null,
    version,
    changed: fieldKeys(fields).some((key) => different(key, values)),
    set: (key, value) => setValues((held) => ({ ...held, [key]: value })),
    leave: (key) => setSeen((held) => new Set(held).add(key)),
    submit() {
      const first = wrong[0];
      if (first === undefined) return row;
      setSeen(new Set(fieldKeys(fields)));
      focusField(`${id}-${first}`);
      return null;
    },
    changes(checked) {
      const changed: Partial<T> = {};
      for (const key of fieldKeys(fields)) if (different(key, checked)) changed[key] = checked[key];
      return changed;
    },
  };
}

function focusField(id: string): void {
  document.getElementById(id)?.querySelector<HTMLElement>("input, textarea, button")?.focus();
}
