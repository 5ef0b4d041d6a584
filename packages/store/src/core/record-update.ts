import type { StoredRecord } from "../database.ts";
import type { CollectionShape } from "./collection-shape.ts";
import { checkField } from "./field-values.ts";
import { misuse } from "./misuse.ts";

/** A checked update: no field twice, no undefined values. */
export interface UpdateParts {
  readonly set: readonly (readonly [string, unknown])[];
  readonly unset: readonly string[];
  readonly inc: readonly (readonly [string, number])[];
}

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface UpdateRequest {
  set?: object;
  unset?: readonly string[];
  inc?: object;
}

export function updateParts(shape: CollectionShape, change: UpdateRequest): UpdateParts {
  const set = Object.entries(change.set ?? {}).filter(([, value]: [string, unknown]) => value !== undefined);
  const inc = Object.entries(change.inc ?? {}).filter(([, value]: [string, unknown]) => value !== undefined);
  const unset = change.unset ?? [];
  const names = [...set.map(([name]) => name), ...inc.map(([name]) => name), ...unset];
  for (const name of names) {
    if (name === "id" || name === "_id" || name === "__proto__" || !plainName.test(name)) {
      throw misuse(`An update of ${shape.name} cannot change "${name}".`);
    }
  }
  if (new Set(names).size !== names.length) throw misuse(`An update of ${shape.name} names a field twice.`);
  for (const [name, value] of set) checkField(shape, name, value);
  for (const [name, amount] of inc) {
    if (!Number.isFinite(amount)) throw misuse(`${shape.name}.${name} can only be increased by a number.`);
    const type = shape.fields.get(name);
    if (type !== undefined && type !== "number") throw misuse(`${shape.name}.${name} is no number.`);
  }
  return { set, unset, inc };
}

export const cannotIncrease = (shape: CollectionShape, name: string) =>
  misuse(`${shape.name}.${name} holds no number that could be increased.`);

/** The record after the update; the given one stays as it is. */
export function applyUpdate<R extends StoredRecord>(
  shape: CollectionShape,
  record: R,
  parts: UpdateParts,
): R {
  const next = { ...record };
  for (const [name, value] of parts.set) Reflect.set(next, name, value);
  for (const name of parts.unset) Reflect.deleteProperty(next, name);
  for (const [name, amount] of parts.inc) {
    const before: unknown = Reflect.get(next, name) ?? (Object.hasOwn(next, name) ? null : 0);
    if (typeof before !== "number") throw cannotIncrease(shape, name);
    Reflect.set(next, name, before + amount);
  }
  return next;
}
