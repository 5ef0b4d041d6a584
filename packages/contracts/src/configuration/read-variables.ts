import { readFileSync, statSync } from "node:fs";
import type { Variable } from "./variable.ts";

type VariableTable = Readonly<Record<string, Variable<unknown>>>;
type Environment = Readonly<Record<string, string | undefined>>;

type ValuesOf<Table extends VariableTable> = {
  [Key in keyof Table]: Table[Key] extends Variable<infer T> ? T : never;
};

/** Variables cannot be used as they are. `faults` are sentences for people, without any value of a secret. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(["Configuration cannot be used:", ...faults.map((each) => `  ${each}`)].join("\n"));
    this.faults = faults;
  }
}

/**
 * Reads a process's table once. Every bad variable is named in `faults` with its rule; its value is then a stand-in, so
 * that the rules between variables can still be checked and told together.
 */
export function readVariables<Table extends VariableTable>(
  table: Table,
  environment: Environment,
): { values: ValuesOf<Table>; faults: string[] } {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(table)) {
    const given = written(environment, variable.name);
    const file = variable.isSecret ? written(environment, `${variable.name}_FILE`) : null;
    if (given !== null && file !== null)
      faults.push(`${variable.name} and ${variable.name}_FILE are both set; set one of them`);
    const fromFile = file === null ? null : readSecretFile(file);
    if (fromFile?.rule) {
      faults.push(`${variable.name}_FILE ${fromFile.rule}`);
      values[key] = variable.parse(null).value;
      continue;
    }
    const { value, rule } = variable.parse(given ?? fromFile?.content ?? null);
    values[key] = value;
    if (rule !== null) faults.push(`${variable.name} ${rule}`);
  }
  return { values: values as ValuesOf<Table>, faults }; // filled from the same table, key by key
}

const written = (environment: Environment, name: string): string | null => environment[name]?.trim() || null;

/** The content of a file that is its owner's alone; otherwise what is wrong with it. */
function readSecretFile(path: string): { content: string | null; rule: string | null } {
  try {
    const { mode, uid } = statSync(path);
    const user = process.getuid?.();
    if (user !== undefined && uid !== user)
      return { content: null, rule: `names a file of another user. Make it yours: chown ${user} ${path}` };
    if (user !== undefined && (mode & 0o077) !== 0)
      return { content: null, rule: `names a file that others can read. Close it: chmod 600 ${path}` };
    return { content: readFileSync(path, "utf8").trim() || null, rule: null };
  } catch {
    return { content: null, rule: "must name a file that can be read, for example /run/secrets/second" };
  }
}
