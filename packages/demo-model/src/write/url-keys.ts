import type { FieldSpec } from "../spec/app-spec.ts";

const taken = new Set(["q", "view", "sort", "open", "stage", "edit", "screen"]);

/** Where a field's filter stands in the URL. */
export const urlKey = (field: FieldSpec): string => (taken.has(field.key) ? `${field.key}-is` : field.key);
