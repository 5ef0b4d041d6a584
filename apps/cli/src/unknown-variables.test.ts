import { expect, it } from "vitest";
import { knownNames } from "./known-names.ts";
import { unknownVariables } from "./unknown-variables.ts";

it("[OPS-12] names the nearest known variable for one that nothing reads", () => {
  const environment = { SECOND_HOTS: "0.0.0.0", SECOND_SESION_SECRET_FILE: "/k", PATH: "/bin" };
  expect(unknownVariables(environment, knownNames)).toEqual([
    "Nothing reads SECOND_HOTS. Did you mean SECOND_HOST?",
    "Nothing reads SECOND_SESION_SECRET_FILE. Did you mean SECOND_SESSION_SECRET?",
  ]);
});

it("[OPS-12] is silent about known variables and those of others", () => {
  const environment = { SECOND_HOST: "::1", SECOND_SESSION_SECRET_FILE: "/k", SECONDS: "1", WEB_PORT: "1" };
  expect(unknownVariables(environment, knownNames)).toEqual([]);
});
