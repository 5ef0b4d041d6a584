export { type AccessNews, accessWatch, type WatchedAccess } from "./access-watch.ts";
export { closeEvents } from "./close-events.ts";
export * from "./hints.ts";
export { hearing } from "./may-hear.ts";
export { type NumberedHint, workspaceHints } from "./workspace-hints.ts";
