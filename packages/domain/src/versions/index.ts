export * from "./collections.ts";
export * from "./read-versions.ts";
export * from "./restore-version.ts";
