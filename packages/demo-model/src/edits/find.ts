import type { AppSpec, FieldSpec, RowTest } from "../spec/app-spec.ts";
import { singular } from "../spec/words.ts";
import { edgeWords } from "../understand/field-phrases.ts";
import { anatomyOf } from "../write/anatomy.ts";
import { choiceTable } from "../write/choice-table.ts";

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/["'“”’]/g, "")
    .replaceAll(/[^\p{L}\p{N}\s-]+/gu, " ")
    .replace(/^\s*(?:the|its|their|an?|each|every)\s+/, "")
    .replace(/\s+(?:fields?|columns?)\s*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The field that words name: by its label, or by the one label that shares its first or last word. Null when none or several do. */
export function findField({ fields }: AppSpec, words: string): FieldSpec | null {
  const wanted = plain(words);
  if (wanted === "") return null;
  const exact = fields.find(({ label }) => singular(plain(label)) === singular(wanted));
  if (exact) return exact;
  const edges = edgeWords(wanted);
  const near = fields.filter(({ label }) => edgeWords(plain(label)).some((word) => edges.includes(word)));
  const [only, ...others] = near;
  return only && others.length === 0 ? only : null;
}

/** Which rows words mean, as "open tickets", "unpaid", "mine" or "due soon"; null when no field tells. */
export function findTest(spec: AppSpec, words: string): RowTest | null {
  const text = ` ${plain(words)} `;
  const { owner, due } = anatomyOf(spec);
  if (owner && /\b(mine|my|me)\b/.test(text)) return { key: owner.key, is: "me" };
  if (owner && isNobody(text, owner)) return { key: owner.key, is: "nobody" };
  return (
    choiceIn(spec, text) ?? checkIn(spec, text) ?? (due && isSoon(text) ? { key: due.key, is: "soon" } : null)
  );
}

const isNobody = (text: string, { label }: FieldSpec): boolean =>
  /\b(unassigned|unowned|nobody|nobodys)\b/.test(text) ||
  text.includes(` no ${label.toLowerCase()} `) ||
  new RegExp(` without (?:an? )?${escaped(label.toLowerCase())} `).test(text);

const isSoon = (text: string): boolean =>
  /\b(due|overdue|soon|late|urgent|next 30 days|this month)\b/.test(text);
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The longest choice that stands in the text; of equally long ones that of the field which is named too. */
function choiceIn({ fields }: AppSpec, text: string): RowTest | null {
  const found = fields
    .filter(({ type }) => type === "choice")
    .flatMap((field) =>
      choiceTable(field)
        .filter(({ label }) => text.includes(` ${plain(label)} `))
        .map(({ id, label }) => ({
          test: { key: field.key, is: id },
          weight: label.length * 2 + (text.includes(` ${plain(field.label)} `) ? 1 : 0),
        })),
    );
  return found.reduce((best, each) => (each.weight > best.weight ? each : best), {
    test: null as RowTest | null,
    weight: 0,
  }).test;
}

function checkIn({ fields }: AppSpec, text: string): RowTest | null {
  for (const { key, label } of fields.filter(({ type }) => type === "check")) {
    const name = plain(label);
    const isNot =
      text.includes(` un${name} `) ||
      new RegExp(` (?:not|never|no|isnt|arent) (?:\\w+ )?${escaped(name)} `).test(text);
    if (isNot) return { key, is: "no" };
    if (text.includes(` ${name} `)) return { key, is: "yes" };
  }
  return null;
}
