import { describe, expect, it } from "vitest";
import {
  checkboxField,
  choiceField,
  dateField,
  type Field,
  personField,
  suggestField,
} from "../template/src/lib/fields.ts";
import { groupRows } from "../template/src/lib/groups.ts";

const counted = (field: Field<unknown>, values: unknown[]) =>
  groupRows(values, { field, read: (value) => value, nameOf: (id) => id.toUpperCase() }).map(
    ({ label, rows }) => `${label} ${rows.length}`,
  );

describe("groups", () => {
  it("[TPL-5] keep the order of choices, empty ones included", () => {
    const field = choiceField("Status", [
      { id: "open", label: "Open" },
      { id: "done", label: "Done" },
    ]);
    expect(counted(field, ["done", "done", "gone", undefined])).toEqual([
      "Open 0",
      "Done 2",
      "gone 1",
      "Not set 1",
    ]);
  });

  it("[TPL-5] fill the months between the first and the last, the newest two years at most", () => {
    const field = dateField("Due");
    expect(
      counted(field, ["2026-11-30", "2027-02-01", "2027-02-28", null]).map((each) => each.slice(-1)),
    ).toEqual(["1", "0", "0", "2", "1"]);
    expect(counted(field, ["1990-01-01", "2027-02-01"])).toHaveLength(24);
  });

  it("[TPL-5] put the largest first where nothing gives an order", () => {
    expect(counted(suggestField("Area"), ["b", "a", "c", "c", ""])).toEqual([
      "c 2",
      "a 1",
      "b 1",
      "Not set 1",
    ]);
    expect(counted(personField("Owner"), ["ada", null, null])).toEqual(["ADA 1", "Not set 2"]);
    expect(counted(checkboxField("Paid"), [false, undefined])).toEqual(["Yes 0", "No 2"]);
    expect(counted(suggestField("Area"), [])).toEqual([]);
  });
});
