import type { ChatView, FixView } from "@second/contracts";
import type { RuntimeFields } from "../chat/index.ts";
import type { AppError } from "./app-log.ts";

/** What a person who may run the builder can do about an error of the app that shows. */
export interface Repair {
  chat: ChatView | undefined;
  /** Asks the agent, with the conversation's model or another. Rejects when that was not accepted. */
  fix: (error: AppError, versionNumber: number, choice?: RuntimeFields) => Promise<void>;
  /** Opens a line of the version that shows the error. */
  open: (error: AppError, path: string, line: number) => void;
  /** Begins a message about it, to be finished by the person. */
  describe: (error: AppError) => void;
  /** Makes the draft equal to a version again; null for those who may not edit. */
  restore: ((version: NonNullable<FixView["before"]>) => Promise<void>) | null;
}
