export * from "./aggregate.ts";
export * from "./aggregate-query.ts";
export * from "./evaluate.ts";
export { type ParsedQuery, parseQuery } from "./parse-query.ts";
export * from "./query.ts";
