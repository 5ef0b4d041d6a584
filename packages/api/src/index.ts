export * from "./create-api.ts";
export type { Client } from "./guard/exchange.ts";
export { isHostServed } from "./guard/host.ts";
export type { VerifyTurn } from "./guard/prove-access.ts";
export * from "./handler.ts";
export { problemAnswer, toProblem } from "./problem-answer.ts";
export { peopleRoutes } from "./routes/people.ts";
