import { type DraftChoice, draftKey, parseDraft } from "./draft.ts";

/** Makes a model the one the home page's composer starts with, for this person in this workspace. */
export function rememberChoice(input: { userId: string; workspaceId: string; choice: DraftChoice }): void {
  const key = draftKey(input.userId, input.workspaceId, "home");
  try {
    const draft = parseDraft(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({ ...draft, choice: input.choice }));
  } catch {
    // Without storage the composer starts with the first model that is ready.
  }
}
