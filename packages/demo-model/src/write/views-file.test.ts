import { describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/app-spec.ts";
import { parseSigns } from "../spec/field-signs.ts";
import { anatomyOf } from "./anatomy.ts";
import { featureFiles } from "./files.ts";
import { quickViewsOf } from "./views-file.ts";

const spec = (fields: string, layout: AppSpec["layout"] = "table"): AppSpec => ({
  title: "Things",
  layout,
  collection: "things",
  noun: { one: "thing", many: "things" },
  accent: "teal",
  icon: "Table2",
  currency: "USD",
  fields: parseSigns(fields),
});
const viewsOf = (each: AppSpec): string[] => quickViewsOf(each, anatomyOf(each)).map(({ label }) => label);

describe("quick views and figures", () => {
  it("[DEMO-24] come from dates, people and choices", () => {
    expect(viewsOf(spec("name owner@ due:d status[A|B|C|D|E]"))).toEqual([
      "Due in 30 days",
      "Mine",
      "No owner",
      "A",
      "B",
      "C",
      "D",
    ]);
    expect(viewsOf(spec("name approved_by@"))).toEqual(["Mine", "Nobody yet"]);
    expect(viewsOf(spec("person@ from:d until:d"))).toEqual(["Due in 30 days", "Mine"]);
    expect(viewsOf(spec("name bought_on:d"))).toEqual([]);
    expect(viewsOf(spec("name stage[A|B]", "board"))).toEqual([]);
  });

  it("[DEMO-24] count, sum, tell what is due soon and what nobody owns", () => {
    const page =
      featureFiles(spec("name owner@ due:d price$ paid?")).get("src/features/things/things-page.tsx") ?? "";
    for (const label of ["Things", "Total price", "Due in 30 days", "No owner"])
      expect(page).toContain(`<Stat label="${label}"`);
    expect(page).toContain('formatMoney(total, "USD")');
    const views = featureFiles(spec("name due:d paid?")).get("src/features/things/views.ts") ?? "";
    expect(views).toContain("!row.paid &&");
  });
});
