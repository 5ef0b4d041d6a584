import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AppSpec, appSpecSchema } from "../spec/app-spec.ts";
import { makeField, toSigns } from "../spec/field-signs.ts";
import { understand } from "../understand/understand.ts";
import { featureFiles } from "../write/files.ts";
import { applyEdit, type Edit } from "./edit.ts";
import { parseEdits } from "./parse-edits.ts";

/** What a message asks for, in short. */
function short(message: string): string {
  const { edits, unknown, undo } = parseEdits(message);
  return [...edits.map(shortEdit), ...unknown.map((each) => `?${each}`), ...(undo ? ["undo"] : [])].join(
    " | ",
  );
}

function shortEdit(edit: Edit): string {
  switch (edit.kind) {
    case "rename-app":
      return `name=${edit.title}`;
    case "layout":
      return edit.screen;
    case "add-field":
      return toSigns(makeField(edit.field.label, edit.field.type ?? "text", edit.field.choices));
    default:
      return Object.values(edit).map(String).join(" ");
  }
}

function specOf(prompt: string): AppSpec {
  const understood = understand(prompt);
  if (understood.kind !== "app") throw new Error(`“${prompt}” was read as ${understood.kind}`);
  return understood.spec;
}

describe("edits", () => {
  it.each([
    ["add a priority field", "priority[Low|Medium|High]"],
    ["Please add a due date", "due_date:d"],
    ["add a status field with planned, active and done", "status[Planned|Active|Done]"],
    ["add a size field (small, medium, large)", "size[Small|Medium|Large]"],
    ["also track weight", "weight#"],
    ["Also track the chip number, thanks", "chip_number"],
    ["add a number field called shoe size", "shoe_size#"],
    ["add a checkbox for vaccinated", "vaccinated?"],
    ["could you add a field for who approved", "approved_by@"],
    ["add a due date and an owner", "due_date:d | owner@"],
    ["add breed and colour fields", "breed | colour"],
    ["add a colour to each dog", "colour"],
  ])("[DEMO-18] “%s” adds %s", (message, expected) => {
    expect(short(message)).toBe(expected);
  });

  it.each([
    ["rename it to Kennel", "name=Kennel"],
    ["Rename the app to “dog house”.", "name=Dog house"],
    ["call it Our dogs", "name=Our dogs"],
    ["change the title to Dogs and cats", "name=Dogs and cats"],
    ["make it a board", "board"],
    ["turn this into a kanban board", "board"],
    ["switch to a table", "table"],
    ["show it as a table again", "table"],
    ["change it back to a table", "table"],
    ["make it a list", "list"],
    ["show it as a dashboard", "dashboard"],
    ["turn it into a sign-up form", "form"],
    ["make it a calendar", "?make it a calendar"],
    ["undo that", "undo"],
    ["Undo that, please", "undo"],
  ])("[DEMO-18] “%s” is %s", (message, expected) => {
    expect(short(message)).toBe(expected);
  });

  it("[DEMO-18] takes up to three, joined by “and”, and names the rest", () => {
    expect(short("add a due date, rename it to Kennel and make it a board")).toBe(
      "due_date:d | name=Kennel | board",
    );
    expect(short("add a name, and add a size and add a breed and make it a board")).toBe(
      "name | size | breed | ?make it a board",
    );
    expect(short("make it a board and remove the notes")).toBe("board | remove-field notes");
    expect(short("make it better")).toBe("?make it better");
    expect(short("write me a poem")).toBe("?write me a poem");
    expect(short("Track dogs")).toBe("?Track dogs");
  });

  it.each([
    ["remove the notes", "remove-field notes"],
    ["delete the due date field", "remove-field due date"],
    ["remove phone and website", "remove-field phone | remove-field website"],
    ["rename owner to keeper", "rename-field owner keeper"],
    ["rename the “due” column to deadline", "rename-field due deadline"],
    ["call the owner field keeper", "rename-field owner keeper"],
    ["group by status", "group status"],
    ["group them by owner", "group owner"],
    ["remove the grouping", "group null"],
    ["sort by amount descending", "sort amount true"],
    ["order the list by due date, newest first", "sort due date true"],
    ["sort it by name", "sort name false"],
    ["show only open tickets", "open-with open tickets"],
    ["only show mine", "open-with mine"],
    ["filter by unpaid", "open-with unpaid"],
    ["show everything again", "open-with null"],
    ["use a green accent", "accent green"],
    ["make it purple", "accent plum"],
    ["change the colour to teal", "accent teal"],
    ["more compact", "density true"],
    ["make it less compact, please", "density false"],
    ["show a chart of amount by region", "chart amount region"],
    ["add a chart of tickets per month", "chart tickets month"],
    ["draw a graph by status", "chart null status"],
    ["count them by status", "chart null status"],
    ["remove the charts", "remove-charts"],
    ["count open tickets", "count open tickets"],
    ["add sample data", "samples true"],
    ["fill it with some example rows", "samples true"],
    ["remove the sample data", "samples false"],
    ["sort by due and make it green", "sort due false | accent green"],
  ])("[DEMO-18] “%s” is “%s”", (message, expected) => {
    expect(short(message)).toBe(expected);
  });

  it("say why an edit changes nothing", () => {
    const spec = specOf("Track dogs");
    const reason = (edit: Edit) => {
      const applied = applyEdit(spec, edit);
      return applied.kind === "refused" ? applied.reason : "applied";
    };
    expect(reason({ kind: "layout", screen: "table" })).toContain("already");
    expect(reason({ kind: "rename-app", title: "Dogs" })).toContain("already");
    expect(reason({ kind: "add-field", field: { label: "owner", type: "person" } })).toContain("already");
    const full = {
      ...spec,
      fields: Array.from({ length: 14 }, (_, index) => makeField(`f${index}`, "text")),
    };
    expect(applyEdit(full, { kind: "add-field", field: { label: "x", type: null } }).kind).toBe("refused");
    expect(applyEdit(full, { kind: "layout", screen: "board" }).kind).toBe("refused");
  });

  it("[DEMO-26] end in the same files whatever their order and detours", () => {
    const field = (label: string, type: "date" | "person"): Edit => ({
      kind: "add-field",
      field: { label, type },
    });
    const all: Edit[] = [
      field("Due day", "date"),
      field("Helper", "person"),
      { kind: "rename-app", title: "Kennel" },
      { kind: "layout", screen: "board" },
    ];
    const orders = fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.boolean());
    fc.assert(
      fc.property(orders, ([order, detour]) => {
        const path: Edit[] = detour
          ? [
              { kind: "rename-app", title: "Other" },
              { kind: "layout", screen: "board" },
              { kind: "layout", screen: "table" },
              ...order,
            ]
          : order;
        const spec = path.reduce((held, edit) => {
          const applied = applyEdit(held, edit);
          return applied.kind === "applied" ? applied.spec : held;
        }, specOf("Track dogs"));
        expect(appSpecSchema.parse(spec)).toMatchObject({
          title: "Kennel",
          layout: "board",
          collection: "dogs",
        });
        expect(featureFiles(appSpecSchema.parse(JSON.parse(JSON.stringify(spec))))).toEqual(
          featureFiles(spec),
        );
        const labels = spec.fields.map(({ label }) => label);
        expect(labels).toEqual(expect.arrayContaining(["Due day", "Helper", "Status"]));
      }),
      { numRuns: 60 },
    );
  });
});
