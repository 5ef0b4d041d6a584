import type { Variable } from "@second/contracts/configuration";

type Table = Readonly<Record<string, Variable<unknown>>>;

const introduction = `# Configuration

Nothing has to be set: without any variable, everything works on one machine. Each process reads its variables once, before
it listens. It lists every fault at once and ends with code 78; \`npm run second doctor\` looks without starting anything.
A \`SECOND_…\` name that nothing reads is warned of, with the nearest known one.

Secrets (🔒) may also come from a file that \`<NAME>_FILE\` names: yours alone (mode 0600), and not together with the variable
itself. Sizes and times carry their unit in the name. Lists are separated by commas.

`;

const ending = `This page is made from the tables in \`apps/*/src/variables.ts\`;
\`npx vitest run tools/configuration-page.test.ts -u\` writes it again.
`;

/**
 * The reference page of all variables, from the tables that the processes read. `readers` are in the order of the page;
 * a variable that several read is described by the first.
 */
export function configurationPage(readers: Record<string, Table>): string {
  const rows = new Map<string, { variable: Variable<unknown>; readBy: string[] }>();
  for (const [reader, table] of Object.entries(readers))
    for (const variable of Object.values(table)) {
      const row = rows.get(variable.name) ?? { variable, readBy: [] };
      row.readBy.push(reader);
      rows.set(variable.name, row);
    }
  const lines = [...rows.values()].map(({ variable, readBy }) => {
    const name = `\`${variable.name}\`${variable.isSecret ? " 🔒" : ""}`;
    return `| ${[name, variable.type, variable.fallback, variable.meaning, readBy.join(", ")].join(" | ")} |`;
  });
  const head = ["| name | value | when unset | meaning | read by |", "| --- | --- | --- | --- | --- |"];
  return `${introduction}${[...head, ...lines].join("\n")}\n\n${ending}`;
}
