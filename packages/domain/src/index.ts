export * from "./access/access.ts";
export * from "./audit/record.ts";
export * from "./events/hints.ts";
export * from "./platform.ts";
export * from "./runs/worker-client.ts";
export * from "./apps/apps-collection.ts";
export * from "./runs/collections.ts";
export * from "./versions/collections.ts";
