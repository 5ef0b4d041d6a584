import { type History, introduction } from "./history.ts";

/** The sentence, behind the introduction when the conversation has not had it yet. */
export const introduced = (sentence: string, { hasIntroduced }: Pick<History, "hasIntroduced">): string =>
  hasIntroduced ? sentence : `${introduction} ${sentence}`;
