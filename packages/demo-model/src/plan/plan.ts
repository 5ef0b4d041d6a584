import type { Plan } from "@second/contracts";
import { type AppSpec, appSpecSchema, screenOf, specLimits, stageField } from "../spec/app-spec.ts";
import { fallbackStage, uniqueKeys } from "../spec/field-signs.ts";
import { articleOf, capitalised, collectionName, listed, plural, singular } from "../spec/words.ts";
import { lookOf } from "../understand/lexicon.ts";
import { understand } from "../understand/understand.ts";
import { type Anatomy, anatomyOf } from "../write/anatomy.ts";
import { quickViewsOf } from "../write/views-file.ts";
import { fieldLine, readFieldLine } from "./field-lines.ts";
import { readSettings, settingsLine } from "./settings.ts";

const notDoing = [
  "Reasoning: the demo follows fixed rules and is no AI.",
  "E-mail and other notifications.",
  "Imports of files or other data.",
  "Integrations with other services.",
  "Agents that work by themselves.",
  "Data of other apps.",
];

/** The plan of a spec, as `present_plan` takes it. */
export function planOf(spec: AppSpec, assumptions: readonly string[]): Plan {
  const { one, many } = spec.noun;
  return {
    title: spec.title,
    overview:
      `${screenText(spec)}, live for everyone who can open the app. ` +
      `${capitalised(articleOf(one))} ${one} has ${spec.fields.length === 1 ? "one field" : `${spec.fields.length} fields`}.`,
    features: featuresOf(spec),
    dataFlow:
      `People add and change ${many} by hand; changes show at once for everyone who has the app open.` +
      settingsLine(spec, lookOf(one)),
    agents: null,
    backend: null,
    data: [
      {
        collection: spec.collection,
        fields: spec.fields.map(fieldLine),
        note: `Each document is one ${one}. Layout: ${spec.layout}. Amounts in ${spec.currency}.`,
      },
    ],
    notDoing,
    assumptions: [...assumptions],
  };
}

/** What the app is, in a few words. */
function screenText({ layout, noun }: AppSpec): string {
  const screen = screenOf(layout);
  if (screen === "form") return `A form where people give ${noun.many}, with the results beside it`;
  return screen === "dashboard"
    ? `A dashboard of ${noun.many} with figures and charts`
    : `A shared ${screen} of ${noun.many}`;
}

function screenFeature({ noun }: AppSpec, { screen, stage }: Anatomy): Plan["features"][number] {
  switch (screen) {
    case "board":
      return {
        name: "Board",
        description: `Cards in the columns ${listed(stage?.choices ?? [])}, moved by mouse, finger or keyboard.`,
        emoji: "🗂️",
      };
    case "list":
      return {
        name: "List",
        description: `All ${noun.many} beside the one that is open; J and K go through them.`,
        emoji: "📥",
      };
    case "form":
      return {
        name: "Form and results",
        description: "Everyone answers in one form and sees what the answers come to as they arrive.",
        emoji: "🗳️",
      };
    case "dashboard":
      return {
        name: "Overview",
        description: `Figures and charts of all ${noun.many}, and a table of them.`,
        emoji: "📊",
      };
    case "table":
      return { name: "Table", description: `All ${noun.many} in one sortable table.`, emoji: "📋" };
  }
}

function featuresOf(spec: AppSpec): Plan["features"] {
  const { one } = spec.noun;
  const anatomy = anatomyOf(spec);
  const views = quickViewsOf(spec, anatomy).map(({ label }) => label);
  const filters = anatomy.filters.map((field) => field.label.toLowerCase());
  const screen = screenFeature(spec, anatomy);
  const form = {
    name: `Add and edit`,
    description: `A form for one ${one} that checks what is typed; deleting can be undone.`,
    emoji: "✏️",
  };
  const find = {
    name: "Search and filters",
    description:
      filters.length > 0 ? `Search in all text, filters by ${listed(filters)}.` : "Search in all text.",
    emoji: "🔎",
  };
  const quick = { name: "Quick views", description: `${listed(["All", ...views])}.`, emoji: "⚡" };
  const all = [screen, form, find, ...(views.length > 0 ? [quick] : [])];
  return all.map((feature) => ({ ...feature, description: feature.description.slice(0, 400) }));
}

/** The spec of a plan: exactly of the demo's own, as near as can be of any other. Null when it has no fields to build. */
export function specOfPlan(plan: Plan): AppSpec | null {
  const data = plan.data?.[0];
  const lines = (data?.fields ?? []).map(readFieldLine).filter((field) => field !== null);
  const noteMatch = /^Each document is one (.+?)\. Layout: (\w+)\. Amounts in ([A-Z]{3})\.$/.exec(
    data?.note ?? "",
  );
  const read = understand(plan.title);
  const guess = read.kind === "app" ? read.spec : null;
  const collection = data?.collection
    .replaceAll(/[-_]/g, " ")
    .toLowerCase()
    .slice(0, specLimits.nounLengthMax)
    .trim();
  const one = noteMatch?.[1] ?? (collection ? singular(collection) : (guess?.noun.one ?? "item"));
  const { icon, accent } = lookOf(one);
  const layout = noteMatch?.[2] ?? guess?.layout ?? "table";
  const fields = lines.length > 0 ? lines : (guess?.fields ?? []);
  const staged =
    layout === "board" && !stageField(fields)
      ? [...fields.slice(0, specLimits.fieldsMax - 1), fallbackStage()]
      : fields.slice(0, specLimits.fieldsMax);
  const parsed = appSpecSchema.safeParse({
    title: plan.title,
    layout,
    collection: collectionName(data?.collection ?? plural(one)),
    noun: { one, many: plural(one) },
    accent,
    icon,
    currency: noteMatch?.[3] ?? guess?.currency ?? "EUR",
    fields: uniqueKeys(staged),
    ...readSettings(plan.dataFlow ?? "", uniqueKeys(staged)),
  });
  return parsed.success ? parsed.data : null;
}
