import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["2xs", "xs", "sm", "base", "md", "lg", "xl", "2xl"],
      "font-weight": ["regular", "medium", "strong"],
      radius: ["xs", "sm", "md", "lg", "xl", "full"],
      shadow: ["xs", "sm", "md", "lg"],
    },
    classGroups: { "font-size": ["field-text"] },
  },
});

/** Joins class names; of two utilities for one property the later wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
