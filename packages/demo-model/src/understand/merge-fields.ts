import { type FieldSpec, type Layout, specLimits, stageField } from "../spec/app-spec.ts";
import { fallbackStage, makeField, parseSigns, uniqueKeys } from "../spec/field-signs.ts";
import { capitalised } from "../spec/words.ts";
import { edgeWords, type NamedField } from "./field-phrases.ts";
import type { Domain } from "./lexicon.ts";

export interface MergedFields {
  fields: FieldSpec[];
  /** Labels beyond the most fields that an app can have. */
  leftOut: string[];
}

const unknownFields = "name owner@ due:d status notes…";

/** The domain's fields, those a person named, or both, as many as an app can have. */
export function mergeFields(
  domain: Domain | null,
  named: readonly NamedField[],
  layout: Layout,
): MergedFields {
  const own = parseSigns(domain?.fields ?? unknownFields);
  const all = named.length === 0 ? own : named.length < 3 && domain ? joined(own, named) : chosen(own, named);
  const withStage = layout === "board" && !stageField(all) ? [...all, stageOf(own)] : all;
  return limited(uniqueKeys(withStage), layout);
}

/** The domain's fields, then those named ones that it lacks. */
function joined(own: readonly FieldSpec[], named: readonly NamedField[]): FieldSpec[] {
  const fields = [...own];
  for (const each of named) {
    const at = fields.findIndex((field) => isSame(field, each));
    const held = fields[at];
    if (held === undefined) fields.push(madeOf(each, own));
    else if (each.choices && !each.isBare && held.type === "choice")
      fields[at] = { ...held, choices: each.choices };
  }
  return fields;
}

/** The first field, then the named ones in order. */
function chosen(own: readonly FieldSpec[], named: readonly NamedField[]): FieldSpec[] {
  const [first = makeField("Name", "text"), ...others] = own;
  const naming = named.find((each) => isSame(first, each));
  const head = naming ? { ...first, label: capitalised(naming.label) } : first;
  const rest = named
    .filter((each) => each !== naming)
    .map((each) => {
      const known = others.find((field) => isSame(field, each));
      return known ? relabelled(known, each) : madeOf(each, own);
    });
  return [makeField(head.label, head.type, head.choices), ...rest];
}

/** A known field by first or last word, unless the typed label says that it holds something else. */
function isSame(field: FieldSpec, named: NamedField): boolean {
  if (named.type !== null && named.type !== field.type) return false;
  const words = edgeWords(named.label);
  return edgeWords(field.label).some((word) => words.includes(word));
}

const relabelled = (field: FieldSpec, named: NamedField): FieldSpec =>
  makeField(
    named.label,
    field.type,
    named.choices && field.type === "choice" ? bareOr(named, field) : field.choices,
  );

/** Choices that a person typed win; a bare "status" takes those of the domain. */
const bareOr = (named: NamedField, field: FieldSpec): readonly string[] | undefined =>
  named.isBare ? field.choices : named.choices;

function madeOf(named: NamedField, own: readonly FieldSpec[]): FieldSpec {
  const isStage = named.isBare && /\b(status|stage|phase)$/i.test(named.label);
  const choices = (isStage && stageField(own)?.choices) || named.choices;
  return makeField(named.label, named.type ?? "text", choices);
}

const stageOf = (own: readonly FieldSpec[]): FieldSpec => stageField(own) ?? fallbackStage();

function limited(fields: FieldSpec[], layout: Layout): MergedFields {
  if (fields.length <= specLimits.fieldsMax) return { fields, leftOut: [] };
  const stage = layout === "board" ? stageField(fields) : null;
  const kept = fields.slice(0, specLimits.fieldsMax);
  if (stage && !kept.includes(stage)) kept[kept.length - 1] = stage;
  return {
    fields: kept,
    leftOut: fields.filter((field) => !kept.includes(field)).map((field) => field.label),
  };
}
