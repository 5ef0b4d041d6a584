export { isSecondDataError } from "./errors.ts";
export { useCollection, useConnection, useCurrentUser, useDoc, useMembers } from "./hooks.ts";
export type * from "./types.ts";
