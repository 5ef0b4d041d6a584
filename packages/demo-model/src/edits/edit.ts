import type { Accent, AppSpec, Screen } from "../spec/app-spec.ts";
import type { NamedField } from "../understand/field-phrases.ts";
import { type Applied, applied, refused } from "./applied.ts";
import { addField, removeField, renameField } from "./edit-fields.ts";
import { addChart, addCount, removeCharts } from "./edit-figures.ts";
import { changeLayout, groupRows, openWith, sortRows } from "./edit-rows.ts";

/** A change of an app that the demo can make; names are as people typed them. */
export type Edit =
  | { kind: "add-field"; field: NamedField }
  | { kind: "remove-field"; name: string }
  | { kind: "rename-field"; name: string; label: string }
  | { kind: "rename-app"; title: string }
  | { kind: "layout"; screen: Screen }
  /** Null stands for no groups. */
  | { kind: "group"; by: string | null }
  | { kind: "sort"; by: string; desc: boolean }
  /** Null stands for all rows. */
  | { kind: "open-with"; rows: string | null }
  | { kind: "accent"; accent: Accent }
  | { kind: "density"; isCompact: boolean }
  /** Null stands for how many rows there are. */
  | { kind: "chart"; of: string | null; by: string }
  | { kind: "remove-charts" }
  | { kind: "count"; rows: string }
  | { kind: "samples"; isOffered: boolean };

/** The spec with the edit made. Files and collections keep their names, and so do fields that are there. */
export function applyEdit(spec: AppSpec, edit: Edit): Applied {
  switch (edit.kind) {
    case "add-field":
      return addField(spec, edit.field);
    case "remove-field":
      return removeField(spec, edit.name);
    case "rename-field":
      return renameField(spec, edit.name, edit.label);
    case "rename-app":
      return edit.title === spec.title
        ? refused(`It is called “${spec.title}” already.`)
        : applied({ ...spec, title: edit.title }, `renamed it to “${edit.title}”`);
    case "layout":
      return changeLayout(spec, edit.screen);
    case "group":
      return groupRows(spec, edit.by);
    case "sort":
      return sortRows(spec, edit.by, edit.desc);
    case "open-with":
      return openWith(spec, edit.rows);
    case "accent":
      return edit.accent === spec.accent
        ? refused(`Its accent is ${edit.accent} already.`)
        : applied({ ...spec, accent: edit.accent }, `made its accent ${edit.accent}`);
    case "density":
      return changeDensity(spec, edit.isCompact);
    case "chart":
      return addChart(spec, edit.of, edit.by);
    case "remove-charts":
      return removeCharts(spec);
    case "count":
      return addCount(spec, edit.rows);
    case "samples":
      return changeSamples(spec, edit.isOffered);
  }
}

function changeDensity(spec: AppSpec, isCompact: boolean): Applied {
  const { density, ...rest } = spec;
  if ((density === "compact") === isCompact)
    return refused(isCompact ? "It is compact already." : "It is as roomy as it gets.");
  return isCompact
    ? applied({ ...rest, density: "compact" }, "made it more compact")
    : applied(rest, "made it less compact");
}

function changeSamples(spec: AppSpec, isOffered: boolean): Applied {
  const { samples, ...rest } = spec;
  if (isOffered) {
    return samples === "offered"
      ? refused("It offers sample data already: press “Add samples” in the app.")
      : applied(
          { ...rest, samples: "offered" },
          "added 24 sample rows, which “Add samples” in the app puts in",
        );
  }
  return samples === "offered"
    ? applied(
        { ...rest, samples: "leaving" },
        "removed the sample data; rows already put in go with “Remove samples” in the app",
      )
    : refused("It offers no sample data.");
}
