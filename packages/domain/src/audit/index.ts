export * from "./by-member.ts";
export * from "./record.ts";
