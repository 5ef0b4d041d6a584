export type { LogRetention } from "./commit-log.ts";
export { openSqlite, type SqliteOptions } from "./open-sqlite.ts";
