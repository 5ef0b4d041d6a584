import { expect, it } from "vitest";
import { readDeclared } from "./declared.ts";

const refusal = (packageJson: unknown) => {
  try {
    readDeclared(packageJson);
  } catch (error) {
    return error;
  }
  return null;
};
const refused = (name: string) => ({
  code: "build.dependency_refused",
  details: { extra: { package: name } },
});

it("reads what an app declares and ignores the rest", () => {
  const packageJson = { name: "app", dependencies: { react: "19.3.1" }, scripts: { build: "x" } };
  expect(readDeclared(packageJson)).toEqual({
    dependencies: { react: "19.3.1" },
    devDependencies: {},
    overrides: {},
  });
  expect(readDeclared({})).toEqual({ dependencies: {}, devDependencies: {}, overrides: {} });
});

it("[DEP-2] refuses versions from elsewhere, wherever they stand, and names the package", () => {
  expect(refusal({ dependencies: { a: "github:x/a" } })).toMatchObject(refused("a"));
  expect(refusal({ devDependencies: { a: "file:../a" } })).toMatchObject(refused("a"));
  expect(refusal({ overrides: { a: { b: "https://example.com/b.tgz" } } })).toMatchObject(refused("b"));
  expect(refusal({ optionalDependencies: { a: "1.0.0" } })).toMatchObject(refused("optionalDependencies"));
  expect(refusal({ dependencies: { "../a": "1.0.0" } })).toMatchObject(refused("../a"));
  expect(refusal({ dependencies: ["a"] })).toMatchObject(refused("dependencies"));
});

it("[DEP-1] refuses the SDK as a dependency: it comes with the platform", () => {
  expect(refusal({ dependencies: { "@second/app-sdk": "0.1.0" } })).toMatchObject(refused("@second/app-sdk"));
});

it("[DEP-2] refuses more than 60 direct dependencies", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, "1.0.0"]));
  expect(refusal({ dependencies: many(60) })).toBeNull();
  expect(refusal({ dependencies: many(61) })).toMatchObject(refused("dependencies"));
});
