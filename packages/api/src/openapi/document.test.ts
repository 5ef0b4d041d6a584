import { routes } from "@second/contracts";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, openFixture } from "../testing/fixture.ts";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { required: boolean; content: { "application/json": { schema: Record<string, unknown> } } };
  security: Record<string, unknown>[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

let fixture: Fixture;
let document: Document;
beforeEach(async () => {
  fixture = await openFixture();
  document = (await (await fixture.send(null, "GET", "/api/openapi.json")).json()) as Document;
});
afterEach(() => fixture.close());

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));
const find = (name: string) => operations().find((operation) => operation.operationId === name);

describe("the interface's description", () => {
  it("is valid OpenAPI 3.1", async () => {
    expect(document.openapi).toBe("3.1.0");
    const result = await new Validator().validate({ ...document });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it("[GOV-56] describes every declared route once, with its path parameters", () => {
    expect(
      operations()
        .map((operation) => operation.operationId)
        .sort(),
    ).toEqual(Object.keys(routes).sort());
    for (const [path, methods] of Object.entries(document.paths))
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
        expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      }
  });

  it("takes queries and bodies from the schemas that the guard parses with", () => {
    expect(find("data.get")?.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "side", in: "query", required: true })]),
    );
    const body = find("workspaces.create")?.requestBody;
    expect(body).toMatchObject({
      required: true,
      content: { "application/json": { schema: { required: ["name"], additionalProperties: false } } },
    });
    expect(find("members.leave")?.requestBody?.required).toBe(false);
    expect(find("health")?.security).toEqual([]);
  });
});
