import type { LucideIcon } from "lucide-react";

/** Colours of a status. They always come with a word. */
export type Tone = "neutral" | "ok" | "warn" | "bad" | "info" | "violet";

/** One entry of a select, a filter, a board's columns or a row of tabs. `id` is what a document stores. */
export interface Choice<Id extends string = string> {
  id: Id;
  label: string;
  tone?: Tone;
  icon?: LucideIcon;
  /** How many things stand behind it; shown beside the label. */
  count?: number;
}

/** The entry with this id; an unknown id (an older document) is shown as it is. */
export function choiceOf(choices: readonly Choice[], id: string | null | undefined): Choice | null {
  if (!id) return null;
  return choices.find((choice) => choice.id === id) ?? { id, label: id };
}

/** Text values already used in a collection, sorted, as choices for a Combobox. */
export function usedChoices<T>(rows: readonly T[], read: (row: T) => string | null | undefined): Choice[] {
  const used = new Set<string>();
  for (const row of rows) {
    const value = read(row)?.trim();
    if (value) used.add(value);
  }
  return [...used].sort((a, b) => a.localeCompare(b)).map((value) => ({ id: value, label: value }));
}

/** True when every word of the search occurs in one of the texts, without regard to case or accents. */
export function matchesSearch(search: string, ...texts: (string | null | undefined)[]): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = fold(texts.filter(Boolean).join("\n"));
  return words.every((word) => haystack.includes(word));
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
