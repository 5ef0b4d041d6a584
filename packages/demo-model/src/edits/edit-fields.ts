import { type AppSpec, type FieldSpec, type RowTest, specLimits } from "../spec/app-spec.ts";
import { makeField, uniqueKeys } from "../spec/field-signs.ts";
import { capitalised } from "../spec/words.ts";
import type { NamedField } from "../understand/field-phrases.ts";
import { anatomyOf } from "../write/anatomy.ts";
import { type Applied, applied, refused } from "./applied.ts";
import { findField } from "./find.ts";

export function addField(spec: AppSpec, named: NamedField): Applied {
  if (isTaken(spec, named.label)) return refused(`There is a field “${named.label}” already.`);
  if (spec.fields.length >= specLimits.fieldsMax)
    return refused(`An app has at most ${specLimits.fieldsMax} fields, so “${named.label}” was not added.`);
  const field = makeField(named.label, named.type ?? "text", named.choices);
  return applied(
    { ...spec, fields: uniqueKeys([...spec.fields, field]) },
    `added the field “${field.label}”`,
  );
}

const isTaken = ({ fields }: AppSpec, label: string): boolean =>
  fields.some((field) => field.label.toLowerCase() === label.toLowerCase());

const noSuch = (name: string): Applied => refused(`There is no field “${name.slice(0, 60)}”.`);

/** The screens forget the field; documents keep what they hold. */
export function removeField(spec: AppSpec, name: string): Applied {
  const field = findField(spec, name);
  if (!field) return noSuch(name);
  const { naming, stage } = anatomyOf(spec);
  if (field === naming) return refused(`“${field.label}” names the rows, so it stays.`);
  if (field === stage) return refused(`The board’s columns are “${field.label}”, so it stays.`);
  const fields = spec.fields.filter((each) => each !== field);
  return applied(
    withoutMentions({ ...spec, fields }, field),
    `removed the field “${field.label}”, which documents keep`,
  );
}

/** Without an order, groups or figures by a field that has gone. */
function withoutMentions(spec: AppSpec, { key }: FieldSpec): AppSpec {
  const { sort, groupBy, opensWith, charts = [], counts = [], ...rest } = spec;
  const leftCharts = charts.filter((chart) => chart.by !== key && chart.sum !== key);
  const leftCounts = counts.filter((test: RowTest) => test.key !== key);
  return {
    ...rest,
    ...(sort && sort.key !== key ? { sort } : {}),
    ...(groupBy && groupBy !== key ? { groupBy } : {}),
    ...(opensWith && opensWith.key !== key ? { opensWith } : {}),
    ...(leftCharts.length > 0 ? { charts: leftCharts } : {}),
    ...(leftCounts.length > 0 ? { counts: leftCounts } : {}),
  };
}

/** Changes the label only. Words that name no field but the app or its rows rename the app. */
export function renameField(spec: AppSpec, name: string, label: string): Applied {
  const field = findField(spec, name);
  const shown = capitalised(label).slice(0, specLimits.labelLengthMax).trim();
  if (!field) {
    const own = [spec.title, spec.noun.one, spec.noun.many].map((each) => each.toLowerCase());
    return own.includes(name.toLowerCase())
      ? applied({ ...spec, title: capitalised(label).slice(0, 80) }, `renamed it to “${capitalised(label)}”`)
      : noSuch(name);
  }
  if (isTaken(spec, shown)) return refused(`There is a field “${shown}” already.`);
  const fields = spec.fields.map((each) => (each === field ? { ...each, label: shown } : each));
  // A board knows its columns by their label, unless someone chose them.
  const groupBy = field === anatomyOf(spec).stage ? { groupBy: field.key } : {};
  return applied({ ...spec, ...groupBy, fields }, `renamed the field “${field.label}” to “${shown}”`);
}
