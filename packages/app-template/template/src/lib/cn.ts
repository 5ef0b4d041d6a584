import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      spacing: ["control", "row", "small", "pad", "gap"],
      text: ["2xs", "md"],
      "font-weight": ["regular", "strong"],
    },
  },
});

type ClassValue = string | 0 | 0n | false | null | undefined;

/** Joins class names; a later utility wins over an earlier one of its kind. */
export function cn(...classes: ClassValue[]): string {
  return merge(classes);
}
