import type { Plan } from "@second/contracts";
import { type AppSpec, appSpecSchema, screenOf, specLimits, stageField } from "../spec/app-spec.ts";
import { fallbackStage, uniqueKeys } from "../spec/field-signs.ts";
import { articleOf, capitalised, collectionName, listed, plural, singular } from "../spec/words.ts";
import { lookOf } from "../understand/lexicon.ts";
import { understand } from "../understand/understand.ts";
import { anatomyOf } from "../write/anatomy.ts";
import { quickViewsOf } from "../write/views-file.ts";
import { fieldLine, readFieldLine } from "./field-lines.ts";

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
      `A shared ${screenOf(spec.layout)} of ${many}, live for everyone who can open the app. ` +
      `${capitalised(articleOf(one))} ${one} has ${spec.fields.length === 1 ? "one field" : `${spec.fields.length} fields`}.`,
    features: featuresOf(spec),
    dataFlow: `People add and change ${many} by hand; changes show at once for everyone who has the app open.`,
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

function featuresOf(spec: AppSpec): Plan["features"] {
  const { one, many } = spec.noun;
  const anatomy = anatomyOf(spec);
  const views = quickViewsOf(anatomy).map(({ label }) => label);
  const filters = anatomy.filters.map((field) => field.label.toLowerCase());
  const screen = anatomy.stage
    ? {
        name: "Board",
        description: `Cards in the columns ${listed(anatomy.stage.choices ?? [])}, moved by mouse, finger or keyboard.`,
        emoji: "🗂️",
      }
    : { name: "Table", description: `All ${many} in one sortable table.`, emoji: "📋" };
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
  });
  return parsed.success ? parsed.data : null;
}
