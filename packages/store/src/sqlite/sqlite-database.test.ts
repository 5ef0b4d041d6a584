import { describeDatabase } from "../contract/index.ts";
import { openSqlite } from "./open-sqlite.ts";

describeDatabase("SQLite", async () => {
  const { database, blobs } = await openSqlite({ temporary: true });
  return { database, blobs, close: () => database.close() };
});
