export * from "./capability.ts";
export * from "./create-preview.ts";
export * from "./read-artifact.ts";
