import { type AppSpec, type FieldSpec, screenOf, stageField } from "../spec/app-spec.ts";

/** Which fields play which part on the screens of an app. */
export interface Anatomy {
  isBoard: boolean;
  /** Names the row. */
  naming: FieldSpec;
  /** The column of a board. */
  stage: FieldSpec | null;
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
  const isBoard = screenOf(spec.layout) === "board";
  const [naming = { key: "name", label: "Name", type: "text" }] = fields; // a spec has at least one field
  const of = (type: FieldSpec["type"]) => fields.filter((field) => field.type === type);
  const stage = isBoard ? stageField(fields) : null;
  const choice = stageField(fields) ?? of("choice")[0] ?? null;
  const people = of("person");
  const start = of("date").find((field) => startLabel.test(field.label));
  const end = of("date").find((field) => field !== start && endLabel.test(field.label));
  const filterable = fields.filter(({ type }) => type === "choice" || type === "person");
  return {
    isBoard,
    naming,
    stage,
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

const ownerLabel = /\b(owner|lead|assignee|driver|recruiter|manager|holder|author|borrower)$/i;

/** A day that lies ahead, the plainest first; days that tell what was are not due. */
function dueOf(dates: readonly FieldSpec[]): FieldSpec | null {
  const ahead = dates.filter((field) => !pastLabel.test(field.label) || dueLabel.test(field.label));
  return ahead.find((field) => dueLabel.test(field.label)) ?? ahead[0] ?? null;
}
