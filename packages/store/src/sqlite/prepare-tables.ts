import type { CollectionShape } from "../core/collection-shape.ts";
import type { Connection } from "./connection.ts";
import { quoted } from "./sql-text.ts";

/**
 * One table a collection: `id`, the whole record as JSON in `_body`, and a column for each declared field. Columns have
 * no type, so that the marker of null keeps its own.
 */
function createTable(shape: CollectionShape): string {
  const columns = [...shape.fields.keys()].filter((name) => name !== "id").map(quoted);
  const all = ["id TEXT NOT NULL PRIMARY KEY", "_body TEXT NOT NULL", ...columns];
  return `CREATE TABLE ${quoted(shape.name)} (${all.join(", ")})`;
}

/** Plain indexes end with `id`, so that they serve every sort's tie-break. */
function createIndex(shape: CollectionShape, index: CollectionShape["indexes"][number]): string {
  const fields = index.fields.map(({ name, descending }) => `${quoted(name)}${descending ? " DESC" : ""}`);
  const endsWithId = index.unique || index.fields.some(({ name }) => name === "id");
  const columns = endsWithId ? fields : [...fields, "id"];
  const kind = index.unique ? "UNIQUE INDEX" : "INDEX";
  return `CREATE ${kind} ${quoted(sqlIndexName(shape, index.name))} ON ${quoted(shape.name)} (${columns.join(", ")})`;
}

/** Index names are one namespace in the file. */
const sqlIndexName = (shape: CollectionShape, name: string) => `${shape.name}.${name}`;

function fillColumn(shape: CollectionShape, name: string): string {
  const path = `'$."${name}"'`;
  const value = `CASE json_type(_body, ${path}) WHEN 'null' THEN -9e999 ELSE json_extract(_body, ${path}) END`;
  return `UPDATE ${quoted(shape.name)} SET ${quoted(name)} = ${value}`;
}

function syncColumns(writer: Connection, shape: CollectionShape): void {
  const columns = writer
    .rows(`SELECT name FROM pragma_table_info(?)`, [shape.name])
    .map(([name]) => String(name));
  for (const name of shape.fields.keys()) {
    if (columns.includes(name)) continue;
    writer.execute(`ALTER TABLE ${quoted(shape.name)} ADD COLUMN ${quoted(name)}`);
    writer.execute(fillColumn(shape, name));
  }
  // A column that is no longer written would be wrong if its field came back.
  for (const name of columns) {
    if (name === "_body" || shape.fields.has(name)) continue;
    writer.execute(`ALTER TABLE ${quoted(shape.name)} DROP COLUMN ${quoted(name)}`);
  }
}

/** Makes table and indexes of one collection what its definition says. Within the writer's transaction. */
export function prepareTable(writer: Connection, shape: CollectionShape): void {
  const exists = writer.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [shape.name]);
  if (!exists) writer.execute(createTable(shape));
  const wanted = new Map(
    shape.indexes.map((index) => [sqlIndexName(shape, index.name), createIndex(shape, index)] as const),
  );
  const present = writer.rows(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    [shape.name],
  );
  for (const [name, sql] of present) {
    if (wanted.get(String(name)) === sql) wanted.delete(String(name));
    else writer.execute(`DROP INDEX ${quoted(String(name))}`);
  }
  if (exists) syncColumns(writer, shape);
  for (const sql of wanted.values()) writer.execute(sql);
}
