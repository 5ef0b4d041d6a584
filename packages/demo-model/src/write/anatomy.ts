import { type AppSpec, type FieldSpec, type Screen, screenOf, stageField } from "../spec/app-spec.ts";

/** Which fields play which part on the screens of an app. */
export interface Anatomy {
  fields: readonly FieldSpec[];
  screen: Screen;
  isBoard: boolean;
  /** Figures and charts stand on a screen of their own beside the rows. */
  hasOverview: boolean;
  /** Names the row. */
  naming: FieldSpec;
  /** The column of a board. */
  stage: FieldSpec | null;
  /** Under whose values rows stand in a table or list. */
  group: FieldSpec | null;
  /** The order that someone asked for. */
  sort: { field: FieldSpec; desc: boolean } | null;
  /** The choice that people look at first; on a board its columns show it already. */
  choice: FieldSpec | null;
  /** The day to meet. */
  due: FieldSpec | null;
  /** A checkbox that says that the day was met. */
  met: FieldSpec | null;
  /** Whose it is. */
  owner: FieldSpec | null;
  money: FieldSpec | null;
  /** Choices and people that the list can be narrowed to. */
  filters: FieldSpec[];
  searched: FieldSpec[];
  /** People who are oneself in a new row. */
  oneself: FieldSpec[];
  /** A day and the one that must not lie before it. */
  period: { start: FieldSpec; end: FieldSpec } | null;
}

const filtersMax = 5;
const dueLabel =
  /\b(due|deadline|until|by|end|ends|expir\w*|renew\w*|review\w*|next|back|needed|decision|inspection|return)\b/i;
const pastLabel = /\b(\w+ed|bought|given|sent|made|paid|born|date|month|start|from|since)\b/i;
const startLabel = /^(start|from|begin|given)/i;
const endLabel = /^(end|until|due|finish)/i;

export function anatomyOf(spec: AppSpec): Anatomy {
  const { fields } = spec;
  const screen = screenOf(spec.layout);
  const isBoard = screen === "board";
  const fieldOf = (key: string | undefined) => fields.find((field) => field.key === key) ?? null;
  const groupBy = fieldOf(spec.groupBy);
  const sortField = fieldOf(spec.sort?.key);
  const [naming = { key: "name", label: "Name", type: "text" }] = fields; // a spec has at least one field
  const of = (type: FieldSpec["type"]) => fields.filter((field) => field.type === type);
  const stage = isBoard ? columnField(fields, groupBy) : null;
  const choice = stageField(fields) ?? of("choice")[0] ?? null;
  const people = of("person");
  const start = of("date").find((field) => startLabel.test(field.label));
  const end = of("date").find((field) => field !== start && endLabel.test(field.label));
  const filterable = fields.filter(({ type }) => type === "choice" || type === "person");
  return {
    fields,
    screen,
    isBoard,
    hasOverview: hasOverview(spec, screen),
    naming,
    stage,
    group: isBoard ? null : groupBy,
    sort: sortField && { field: sortField, desc: spec.sort?.desc ?? false },
    choice,
    due: dueOf(of("date")),
    met:
      of("check").find((field) => /\b(done|paid|returned|passed|arrived|finished)$/i.test(field.label)) ??
      null,
    owner:
      people.find((field) => ownerLabel.test(field.label)) ??
      people.find((field) => field !== naming) ??
      people[0] ??
      null,
    money: of("money")[0] ?? null,
    filters: filterable.filter((field) => field !== stage).slice(0, filtersMax),
    searched: fields.filter(
      (field) => ["text", "long", "email", "suggest"].includes(field.type) || field === naming,
    ),
    oneself: people.filter((field) => /\b(requester|reporter)$/i.test(field.label)),
    period: start && end ? { start, end } : null,
  };
}

const columnField = (fields: readonly FieldSpec[], groupBy: FieldSpec | null): FieldSpec | null =>
  groupBy?.type === "choice" ? groupBy : stageField(fields);

/** A form shows figures beside itself, a table those that are no charts above its rows. */
function hasOverview({ charts, counts }: AppSpec, screen: Screen): boolean {
  if (screen === "dashboard") return true;
  return screen !== "form" && Boolean(charts || (counts && screen !== "table"));
}

const ownerLabel = /\b(owner|lead|assignee|driver|recruiter|manager|holder|author|borrower)$/i;

/** A day that people look forward to, by its label. */
export const isAhead = ({ label }: FieldSpec): boolean => !pastLabel.test(label) || dueLabel.test(label);

/** A day that lies ahead, the plainest first; days that tell what was are not due. */
function dueOf(dates: readonly FieldSpec[]): FieldSpec | null {
  const ahead = dates.filter(isAhead);
  return ahead.find((field) => dueLabel.test(field.label)) ?? ahead[0] ?? null;
}
