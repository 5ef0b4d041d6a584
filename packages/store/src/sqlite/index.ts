export type { LogRetention } from "./commit-log.ts";
export { lockDirectory } from "./lock-directory.ts";
export { openSqlite, type SqliteOptions } from "./open-sqlite.ts";
