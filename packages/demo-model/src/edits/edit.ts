import { type AppSpec, type Screen, screenOf, specLimits, stageField } from "../spec/app-spec.ts";
import { fallbackStage, makeField, uniqueKeys } from "../spec/field-signs.ts";
import type { NamedField } from "../understand/field-phrases.ts";

/** A change of an app that the demo can make. */
export type Edit =
  | { kind: "add-field"; field: NamedField }
  | { kind: "rename-app"; title: string }
  | { kind: "layout"; screen: Screen };

export type Applied =
  | { kind: "applied"; spec: AppSpec; did: string }
  /** Why the edit changes nothing, as a sentence. */
  | { kind: "refused"; reason: string };

/** The spec with the edit made. Files and collections keep their names, and so do fields that are there. */
export function applyEdit(spec: AppSpec, edit: Edit): Applied {
  switch (edit.kind) {
    case "add-field":
      return addField(spec, edit.field);
    case "rename-app":
      if (edit.title === spec.title)
        return { kind: "refused", reason: `It is called “${spec.title}” already.` };
      return { kind: "applied", spec: { ...spec, title: edit.title }, did: `renamed it to “${edit.title}”` };
    case "layout":
      return changeLayout(spec, edit.screen);
  }
}

function addField(spec: AppSpec, named: NamedField): Applied {
  const label = named.label.toLowerCase();
  if (spec.fields.some((field) => field.label.toLowerCase() === label)) {
    return { kind: "refused", reason: `There is a field “${named.label}” already.` };
  }
  if (spec.fields.length >= specLimits.fieldsMax) {
    return {
      kind: "refused",
      reason: `An app has at most ${specLimits.fieldsMax} fields, so “${named.label}” was not added.`,
    };
  }
  const field = makeField(named.label, named.type ?? "text", named.choices);
  const fields = uniqueKeys([...spec.fields, field]);
  return { kind: "applied", spec: { ...spec, fields }, did: `added the field “${field.label}”` };
}

function changeLayout(spec: AppSpec, screen: Screen): Applied {
  if (screenOf(spec.layout) === screen) return { kind: "refused", reason: `It is a ${screen} already.` };
  if (screen === "table")
    return { kind: "applied", spec: { ...spec, layout: "table" }, did: "made it a table" };
  if (stageField(spec.fields))
    return { kind: "applied", spec: { ...spec, layout: "board" }, did: "made it a board" };
  if (spec.fields.length >= specLimits.fieldsMax) {
    return {
      kind: "refused",
      reason: `A board needs a stage, and an app has at most ${specLimits.fieldsMax} fields.`,
    };
  }
  const fields = uniqueKeys([...spec.fields, fallbackStage()]);
  return {
    kind: "applied",
    spec: { ...spec, layout: "board", fields },
    did: "made it a board and added the stages it needs",
  };
}
