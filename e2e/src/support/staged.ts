import type { Page } from "@playwright/test";
import type { Script, Stage } from "./scripted-worker.ts";

/** A scene whose further course the test decides. */
export function staged(): { script: Script; stage: Promise<Stage> } {
  let begin: (stage: Stage) => void = () => undefined;
  const stage = new Promise<Stage>((resolve) => {
    begin = resolve;
  });
  return { script: (opened) => begin(opened), stage };
}

/** Words with numbers, so that a gap or a repeat shows. */
export const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `word${from + index}`).join(" ");

/** The words that a page shows of the answer which begins with the first of them. */
export const wordsShown = async (page: Page): Promise<string | undefined> => {
  const answer = page.getByRole("log").getByText(/^word0 /);
  return (await answer.textContent())?.trim();
};
