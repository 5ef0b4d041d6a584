import { type AppSpec, accents, type FieldSpec, type RowTest } from "../spec/app-spec.ts";

type Settings = Partial<
  Pick<AppSpec, "accent" | "density" | "sort" | "groupBy" | "opensWith" | "charts" | "counts" | "samples">
>;

/** What edits set besides fields and layout, as the plan says it: "Settings: sorted by “Due”, descending; compact." */
export function settingsLine(spec: AppSpec, usual: Pick<AppSpec, "accent">): string {
  const label = (key: string) => `“${spec.fields.find((field) => field.key === key)?.label ?? key}”`;
  const test = ({ key, is }: RowTest) => `${label(key)} ${is}`;
  const { sort, groupBy, opensWith, charts = [], counts = [], samples, density } = spec;
  const settings = [
    spec.accent !== usual.accent && `accent ${spec.accent}`,
    density,
    sort && `sorted by ${label(sort.key)}${sort.desc ? ", descending" : ""}`,
    groupBy && `grouped by ${label(groupBy)}`,
    opensWith && `opens with ${test(opensWith)}`,
    ...charts.map(({ by, sum }) => `chart of ${sum ? label(sum) : "rows"} by ${label(by)}`),
    ...counts.map((each) => `counts ${test(each)}`),
    samples && `samples ${samples}`,
  ].filter((setting) => typeof setting === "string");
  return settings.length === 0 ? "" : ` Settings: ${settings.join("; ")}.`;
}

type KeyOf = (label: string | undefined) => string | undefined;
type Read = (match: readonly (string | undefined)[], keyOf: KeyOf, found: Settings) => Settings;

const readers: readonly [pattern: RegExp, read: Read][] = [
  [/^accent (\w+)$/, ([word]) => ({ accent: accents.find((accent) => accent === word) ?? "indigo" })],
  [/^compact$/, () => ({ density: "compact" })],
  [
    /^sorted by “(.+)”(, descending)?$/,
    ([label, descending], keyOf) =>
      withKey(keyOf(label), (key) => ({ sort: { key, desc: descending !== undefined } })),
  ],
  [/^grouped by “(.+)”$/, ([label], keyOf) => withKey(keyOf(label), (groupBy) => ({ groupBy }))],
  [
    /^opens with “(.+)” (\S+)$/,
    ([label, is = ""], keyOf) => withKey(keyOf(label), (key) => ({ opensWith: { key, is } })),
  ],
  [
    /^chart of (?:rows|“(.+)”) by “(.+)”$/,
    ([sumLabel, label], keyOf, { charts = [] }) => {
      const sum = keyOf(sumLabel);
      return withKey(keyOf(label), (by) => ({ charts: [...charts, { by, ...(sum ? { sum } : {}) }] }));
    },
  ],
  [
    /^counts “(.+)” (\S+)$/,
    ([label, is = ""], keyOf, { counts = [] }) =>
      withKey(keyOf(label), (key) => ({ counts: [...counts, { key, is }] })),
  ],
  [/^samples (offered|leaving)$/, ([state]) => ({ samples: state === "offered" ? "offered" : "leaving" })],
];

const withKey = (key: string | undefined, make: (key: string) => Settings): Settings =>
  key === undefined ? {} : make(key);

/** The settings that a plan's text ends with; what names no field of the plan is left out. */
export function readSettings(text: string, fields: readonly FieldSpec[]): Settings {
  const line = / Settings: (.+)\.$/.exec(text)?.[1] ?? "";
  const keyOf: KeyOf = (label) => fields.find((field) => field.label === label)?.key;
  const found: Settings = {};
  for (const part of line.split("; ")) {
    for (const [pattern, read] of readers) {
      const match = pattern.exec(part);
      if (match) Object.assign(found, read(match.slice(1), keyOf, found));
    }
  }
  return found;
}
