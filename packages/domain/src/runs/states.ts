import type { TurnState } from "@second/contracts";

/** The states in which an attempt has ended. Only a new attempt leaves them. */
export type EndedState = Exclude<TurnState, "queued" | "running">;

export const isEnded = (state: TurnState): state is EndedState => state !== "queued" && state !== "running";
