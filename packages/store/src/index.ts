export * from "./blobs.ts";
export * from "./database.ts";
