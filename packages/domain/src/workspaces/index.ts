export * from "./collections.ts";
export * from "./create-workspace.ts";
export * from "./get-workspace.ts";
export * from "./list-workspaces.ts";
export * from "./rename-workspace.ts";
