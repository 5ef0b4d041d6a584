export * from "./evaluate.ts";
export * from "./parse-query.ts";
export * from "./query.ts";
