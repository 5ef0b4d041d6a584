export * from "./collections.ts";
export * from "./read-source.ts";
export * from "./read-versions.ts";
export * from "./restore-version.ts";
export * from "./search-source.ts";
