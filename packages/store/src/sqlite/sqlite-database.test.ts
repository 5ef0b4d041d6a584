import { describeDatabase } from "../contract/index.ts";
import { openSqlite } from "./open-sqlite.ts";

describeDatabase("SQLite", async (now) => {
  const { database, blobs } = await openSqlite({ temporary: true, now });
  return { database, blobs, close: () => database.close() };
});
