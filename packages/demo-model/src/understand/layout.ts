import type { Layout } from "../spec/app-spec.ts";
import { tokenize } from "./tokens.ts";
import { layoutWords } from "./vocabulary.ts";

const weightOf = (layout: Layout): number => (layout === "table" ? 1 : 3);

/** The layout whose words weigh most; the domain's own counts 2 and wins a tie, then table. */
export function chooseLayout(text: string, domainLayout: Layout | null): Layout {
  const words = tokenize(text).map((token) => token.lower);
  const nouns = words.filter((_, index) => !isVerb(words, index));
  const used = new Set(nouns.map(layoutWordOf).filter((word) => word !== null));
  const weights = new Map<Layout, number>(domainLayout ? [[domainLayout, 2]] : []);
  for (const word of used) {
    const layout = layoutWords[word];
    if (layout) weights.set(layout, (weights.get(layout) ?? 0) + weightOf(layout));
  }
  const most = Math.max(0, ...weights.values());
  const tied = [...weights].filter(([, weight]) => weight === most).map(([layout]) => layout);
  if (domainLayout && tied.includes(domainLayout)) return domainLayout;
  if (tied.length === 0 || tied.includes("table")) return "table";
  return tied[0] ?? "table";
}

/** "where people can report bugs" asks for no report. */
const isVerb = (words: readonly string[], at: number): boolean =>
  words[at] === "report" &&
  /^(to|can|could|will|should|must|may|people|they|we|i|you|us)$/.test(words[at - 1] ?? "");

function layoutWordOf(word: string): string | null {
  const one = word.replace(/s$/, "");
  if (Object.hasOwn(layoutWords, word)) return word;
  return Object.hasOwn(layoutWords, one) ? one : null;
}
