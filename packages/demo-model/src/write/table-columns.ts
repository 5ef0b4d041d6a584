import type { AppSpec, FieldSpec, FieldType } from "../spec/app-spec.ts";
import type { Anatomy } from "./anatomy.ts";

const widths: Record<FieldType, number> = {
  text: 190,
  long: 0,
  number: 90,
  money: 110,
  date: 120,
  person: 170,
  check: 80,
  email: 200,
  suggest: 130,
  choice: 130,
};
const dueWidth = 210;
const room = { wide: 1290, tablet: 850, narrow: 640 };

export interface TableColumn {
  field: FieldSpec;
  /** Options of the column, as code. */
  options: string[];
}

/** The columns that fit, in the order of the fields; the most telling ones stay on small windows. */
export function tableColumns(spec: AppSpec, anatomy: Anatomy): TableColumn[] {
  const { naming, choice, due, money, owner, sort } = anatomy;
  const telling = [naming, sort?.field ?? null, choice, due, money, owner].filter((field) => field !== null);
  const ranked = [...new Set([...telling, ...spec.fields])].filter((field) => field.type !== "long");
  let used = 0;
  const shown = new Map<FieldSpec, string[]>();
  for (const field of ranked) {
    used += field === due ? dueWidth : widths[field.type];
    if (used > room.wide) break;
    const hidden =
      used > room.tablet ? ['hideBelow: "tablet"'] : used > room.narrow ? ['hideBelow: "narrow"'] : [];
    shown.set(field, field === due ? ["due: true", ...hidden] : hidden);
  }
  const places = phonePlaces(naming, [choice, due ?? owner, money]);
  return spec.fields
    .filter((field) => shown.has(field))
    .map((field) => {
      const place = places.get(field);
      return { field, options: [...(shown.get(field) ?? []), ...(place ? [`phone: "${place}"`] : [])] };
    });
}

/** Where fields stand in a phone's two lines. */
function phonePlaces(
  naming: FieldSpec,
  [badge, meta, value]: (FieldSpec | null | undefined)[],
): Map<FieldSpec, string> {
  const places = new Map<FieldSpec, string>([[naming, "title"]]);
  const put = (field: FieldSpec | null | undefined, place: string) =>
    field && !places.has(field) && places.set(field, place);
  put(badge, "badge");
  put(meta, "meta");
  put(value, "value");
  return places;
}
