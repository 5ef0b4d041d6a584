export { isSecondDataError } from "./errors.ts";
export { useCollection, useConnection, useCurrentUser, useDoc, useMembers } from "./hooks.ts";
export type { MutationTx } from "./mutation.ts";
export type * from "./types.ts";
export { useCount, useQuery } from "./use-figures.ts";
export { useMutation } from "./use-mutation.ts";
