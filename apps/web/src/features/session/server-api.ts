import { headers } from "next/headers";
import { type PageProblem, readProblem } from "./problem.ts";

type Api = (request: Request) => Promise<Response>;
export type Answer<T> = { ok: true; data: T } | { ok: false; problem: PageProblem };

const forwarded = [
  "cookie",
  "host",
  "user-agent",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-request-id",
] as const;

/** The HTTP interface, put here by the server before Next is prepared; pages share no module state with it. */
function api(): Api {
  const value = (globalThis as Record<symbol, unknown>)[Symbol.for("second.api")];
  if (typeof value !== "function") throw new Error("pages are served by the product's own server only");
  return value as Api;
}

/** Reads a GET of the HTTP interface in this process, as the person whose page request this is. */
export async function serverGet<T>(path: `/api/${string}`): Promise<Answer<T>> {
  const page = await headers();
  const own = new Headers({ accept: "application/json" });
  for (const name of forwarded) {
    const value = page.get(name);
    if (value !== null) own.set(name, value);
  }
  const origin = `http://${page.get("host") ?? "localhost"}`;
  const response = await api()(new Request(new URL(path, origin), { headers: own }));
  if (!response.ok) return { ok: false, problem: await readProblem(response) };
  // The answer's shape is the route's contract; pages and server are built together.
  return { ok: true, data: (await response.json()) as T };
}
