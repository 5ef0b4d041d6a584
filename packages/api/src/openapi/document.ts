import {
  internalTokenHeader,
  problemBodySchema,
  type Route,
  routes,
  turnTokenHeader,
} from "@second/contracts";
import { z } from "zod";
import { sessionCookieName } from "../guard/session-cookie.ts";

type Json = Record<string, unknown>;

const toSchema = (schema: z.ZodType): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
};

/** `/apps/:appId/files/:path{.+}` as OpenAPI writes it. */
const templateOf = (path: string) => path.replace(/:([A-Za-z]+)(?:\{[^}]*\})?/g, "{$1}");

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

function queryParameters(schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  }; // queries are declared as objects
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: property,
  }));
}

const securityOf: Record<Route["access"], Json[]> = {
  public: [],
  session: [{ session: [] }],
  workspace: [{ session: [] }],
  app: [{ session: [] }],
  internal: [{ internalToken: [] }],
  turn: [{ turnToken: [] }],
};

function rights(route: Route): string {
  const needed = [route.permission, route.appPermission].filter((right) => right !== undefined);
  return needed.length === 0 ? "" : ` Needs ${needed.map((right) => `\`${right}\``).join(" and ")}.`;
}

function operation(name: string, route: Route): Json {
  const optional = route.body?.safeParse(undefined).success === true;
  const answerType = route.stream ? "text/event-stream" : "application/json";
  return {
    operationId: name,
    tags: [name.split(".")[0]],
    summary: route.summary,
    description: `${route.summary}${rights(route)}`,
    security: securityOf[route.access],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body
      ? {
          requestBody: {
            required: !optional,
            content: { "application/json": { schema: toSchema(route.body) } },
          },
        }
      : {}),
    responses: {
      [route.status]: { description: "Done.", content: { [answerType]: { schema: {} } } },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** The whole interface as OpenAPI 3.1, made from the route table. */
export function openApiDocument(options: { version: string; publicUrl: string }): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const template = templateOf(route.path);
    paths[template] = { ...paths[template], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Second", version: options.version },
    servers: [{ url: options.publicUrl }],
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: sessionCookieName(options) },
        internalToken: { type: "apiKey", in: "header", name: internalTokenHeader },
        turnToken: { type: "apiKey", in: "header", name: turnTokenHeader },
      },
      responses: {
        Problem: {
          description: "What happened, why, and what to do next (RFC 9457).",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      schemas: { Problem: toSchema(problemBodySchema) },
    },
  };
}
