export { describeDatabase, type OpenedStore } from "./describe-database.ts";
