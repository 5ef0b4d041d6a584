import { describe, expect, it } from "vitest";
import { knownNames, secretsOfOne } from "../apps/cli/src/known-names.ts";
import { commandVariables } from "../apps/cli/src/variables.ts";
import { webVariables } from "../apps/web/src/variables.ts";
import { workerVariables } from "../apps/worker/src/variables.ts";
import { configurationPage } from "./configuration-page.ts";

const tables = { command: commandVariables, web: webVariables, worker: workerVariables };
const variables = Object.values(tables).flatMap((table) => Object.values(table));
const namesOf = (table: object): string[] => Object.values(table).map(({ name }) => name);

/** Read by our tests alone, from the environment of whoever runs them. */
const ofTests = ["SECOND_MONGOD"];

describe("the reference page", () => {
  it("[OPS-14] says what the processes read", async () => {
    await expect(configurationPage(tables)).toMatchFileSnapshot("../docs/configuration.md");
  });

  it("[OPS-14] would differ if a process read something else", () => {
    const { port: _port, ...fewer } = webVariables;
    expect(configurationPage({ ...tables, web: fewer })).not.toBe(configurationPage(tables));
  });
});

describe("the tables of variables", () => {
  it("read what several processes share in the same way", () => {
    const alike = new Map<string, string>();
    for (const { name, isSecret } of variables) {
      const facts = JSON.stringify({ isSecret });
      expect(alike.get(name) ?? facts).toBe(facts);
      alike.set(name, facts);
    }
  });

  it("[OPS-12] are all known to the command, which warns of others", () => {
    const ours = variables.map(({ name }) => name).filter((name) => name.startsWith("SECOND_"));
    expect(new Set(knownNames)).toEqual(new Set([...ours, ...ofTests]));
  });

  it("keep the secrets of one process from the other", () => {
    const secretsOf = (table: object) =>
      Object.values(table)
        .filter(({ isSecret }) => isSecret)
        .map(({ name }) => name as string);
    const alone = (names: string[], others: string[]) =>
      names.filter((name) => !others.includes(name)).sort();
    expect(alone(secretsOf(webVariables), namesOf(workerVariables))).toEqual(secretsOfOne.web);
    expect(alone(secretsOf(workerVariables), namesOf(webVariables))).toEqual(secretsOfOne.worker);
  });

  it("[OPS-14] accept what they fall back to", () => {
    for (const variable of variables) if (!variable.isSecret) expect(variable.parse(null).rule).toBeNull();
  });
});
