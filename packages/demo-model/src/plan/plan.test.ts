import { planSchema } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../edits/edit.ts";
import { parseEdits } from "../edits/parse-edits.ts";
import type { AppSpec } from "../spec/app-spec.ts";
import { makeField, uniqueKeys } from "../spec/field-signs.ts";
import { domains } from "../understand/lexicon.ts";
import { understand } from "../understand/understand.ts";
import { planOf, specOfPlan } from "./plan.ts";

const specOf = (prompt: string): AppSpec => {
  const understood = understand(prompt);
  if (understood.kind !== "app") throw new Error(`“${prompt}” was read as ${understood.kind}`);
  return understood.spec;
};

describe("plans", () => {
  it("hold all that building needs: the spec comes back from every domain's plan", () => {
    for (const domain of domains) {
      const spec = specOf(domain.keys[0]?.replace("=", "") ?? "");
      const plan = planSchema.parse(planOf(spec, ["Amounts are in euros."]));
      expect(specOfPlan(plan)).toEqual(spec);
    }
  });

  it("hold all that building needs: the spec comes back from plans of any prompt", () => {
    const words = fc.constantFrom(
      ..."track list board of with and , : ; ( ) vendors dogs status: a / b who has it 日本 $ budget fragile? due date by steps R&D".split(
        " ",
      ),
    );
    const prompts = fc.array(words, { maxLength: 30 }).map((all) => all.join(" "));
    fc.assert(
      fc.property(prompts, (prompt) => {
        const understood = understand(prompt);
        if (understood.kind !== "app") return;
        const plan = planSchema.parse(planOf(understood.spec, understood.assumptions));
        expect(specOfPlan(plan)).toEqual(understood.spec);
      }),
      { numRuns: 1000 },
    );
  });

  it("hold what was changed in them before they were approved", () => {
    const wishes = [
      "make it a list, sort by amount descending and use a plum accent",
      "group by status, show only open and more compact",
      "show a chart of amount by owner, add a chart by status and count done",
      "rename owner to keeper, add a region and add sample data",
      "remove the notes and show only mine",
    ];
    let spec = specOf("Track claims with amount, status: open / done, owner, notes");
    for (const wish of wishes) {
      for (const edit of parseEdits(wish).edits) {
        const done = applyEdit(spec, edit);
        if (done.kind === "refused") throw new Error(done.reason);
        spec = done.spec;
      }
      const back = specOfPlan(planSchema.parse(planOf(spec, [])));
      expect(back && planOf(back, [])).toEqual(planOf(spec, []));
      spec = back ?? spec;
    }
    expect(spec).toMatchObject({
      layout: "list",
      accent: "plum",
      density: "compact",
      sort: { key: "amount", desc: true },
      groupBy: "status",
      opensWith: { key: "keeper", is: "me" },
      charts: [{ by: "keeper", sum: "amount" }, { by: "status" }],
      counts: [{ key: "status", is: "done" }],
      samples: "offered",
    });
  });

  it("[DEMO-12] say what the demo cannot do", () => {
    const { notDoing = [] } = planOf(specOf("Track dogs"), []);
    const all = notDoing.join(" ");
    for (const word of ["easoning", "E-mail", "Imports", "Integrations", "Agents", "other apps"]) {
      expect(all).toContain(word);
    }
  });

  it("are read as well as can be when something else made them", () => {
    const plan = planSchema.parse({
      title: "Plant care",
      overview: "Keeps plants alive.",
      features: [{ name: "List", description: "All plants" }],
      dataFlow: null,
      agents: null,
      backend: null,
      data: [
        { collection: "plants", fields: ["name", "species (text)", "status (healthy, sick)", "watered on"] },
      ],
    });
    const expected = uniqueKeys([
      makeField("name", "text"),
      makeField("species", "text"),
      makeField("status", "choice", ["Healthy", "Sick"]),
      makeField("watered on", "date"),
    ]);
    expect(specOfPlan(plan)).toMatchObject({
      title: "Plant care",
      collection: "plants",
      noun: { one: "plant", many: "plants" },
      fields: expected,
    });
  });
});
