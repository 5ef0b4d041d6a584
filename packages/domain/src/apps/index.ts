export * from "./apps-collection.ts";
export * from "./create-app.ts";
export * from "./read-apps.ts";
export * from "./update-app.ts";
