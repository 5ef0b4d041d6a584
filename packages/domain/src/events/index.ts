export { type AccessNews, AccessWatch, accessWatch, type WatchedAccess } from "./access-watch.ts";
export * from "./hints.ts";
export { hearing } from "./may-hear.ts";
export { type NumberedHint, workspaceHints } from "./workspace-hints.ts";
