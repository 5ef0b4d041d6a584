import { type AppSpec, type Screen, screenOf, specLimits } from "../spec/app-spec.ts";
import { fallbackStage, uniqueKeys } from "../spec/field-signs.ts";
import { anatomyOf } from "../write/anatomy.ts";
import { canChartBy } from "../write/charts.ts";
import { lowerFirst } from "../write/code.ts";
import { testInCode } from "../write/row-tests.ts";
import { type Applied, applied, refused } from "./applied.ts";
import { findField, findTest } from "./find.ts";

export function changeLayout(spec: AppSpec, screen: Screen): Applied {
  if (screenOf(spec.layout) === screen) return refused(`It is a ${screen} already.`);
  const changed: AppSpec = { ...spec, layout: screen };
  if (screen !== "board" || anatomyOf(changed).stage) return applied(changed, `made it a ${screen}`);
  if (spec.fields.length >= specLimits.fieldsMax)
    return refused(`A board needs a stage, and an app has at most ${specLimits.fieldsMax} fields.`);
  const fields = uniqueKeys([...spec.fields, fallbackStage()]);
  return applied({ ...changed, fields }, "made it a board and added the stages it needs");
}

/** On a board the groups are its columns. */
export function groupRows(spec: AppSpec, by: string | null): Applied {
  const { groupBy, ...rest } = spec;
  if (by === null) {
    if (groupBy === undefined) return refused("It has no groups.");
    const isStuck = screenOf(spec.layout) === "board" && anatomyOf(rest).stage === null;
    return isStuck ? refused("A board needs its columns.") : applied(rest, "took the groups away");
  }
  const field = findField(spec, by);
  if (!field) return refused(`There is no field “${by.slice(0, 60)}” to group by.`);
  if (field.key === groupBy || field === anatomyOf(spec).stage)
    return refused(`It is grouped by “${field.label}” already.`);
  if (screenOf(spec.layout) === "board" && field.type !== "choice")
    return refused(`The columns of a board are choices, and “${field.label}” is none.`);
  if (!canChartBy(field)) return refused(`“${field.label}” differs from row to row, so it gives no groups.`);
  return applied({ ...rest, groupBy: field.key }, `grouped it by ${lowerFirst(field.label)}`);
}

export function sortRows(spec: AppSpec, by: string, desc: boolean): Applied {
  const field = findField(spec, by);
  if (!field) return refused(`There is no field “${by.slice(0, 60)}” to sort by.`);
  if (field.type === "person" || field.type === "long")
    return refused(`“${field.label}” gives no order; numbers, days, choices and names do.`);
  if (spec.sort?.key === field.key && spec.sort.desc === desc)
    return refused("It is sorted like that already.");
  const direction = desc ? ", descending" : "";
  return applied(
    { ...spec, sort: { key: field.key, desc } },
    `sorted it by ${lowerFirst(field.label)}${direction}`,
  );
}

/** The quick view with which the app opens; all other views stay one click away. */
export function openWith(spec: AppSpec, rows: string | null): Applied {
  const { opensWith, ...rest } = spec;
  if (rows === null)
    return opensWith ? applied(rest, "made it open with all rows") : refused("It shows all rows already.");
  const test = findTest(spec, rows);
  const view = test && testInCode(test, anatomyOf(spec));
  if (!test || !view)
    return refused(`No choice, checkbox, person or day tells which rows are “${rows.slice(0, 60)}”.`);
  if (opensWith?.key === test.key && opensWith.is === test.is)
    return refused(`It opens with “${view.label}” already.`);
  return applied({ ...rest, opensWith: test }, `made it open with the view “${view.label}”`);
}
