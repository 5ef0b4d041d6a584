import type { CollectionOptions, CollectionResult, ConnectionStatus, CurrentUser, DocResult, Member } from "./types.ts";
export type * from "./types.ts";
const missing = (): never => {
  throw new Error("not connected");
};
export const useCollection: <T>(name: string, options?: CollectionOptions<T>) => CollectionResult<T> = missing;
export const useDoc: <T>(name: string, id: string | null) => DocResult<T> = missing;
export const useCurrentUser: () => { user: CurrentUser | null; loading: boolean } = missing;
export const useMembers: () => { members: readonly Member[]; loading: boolean } = missing;
export const useConnection: () => { status: ConnectionStatus; since: string } = missing;
