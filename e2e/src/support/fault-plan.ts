import type { ProcessName } from "./mortal-product.ts";
import { seeded } from "./random.ts";
import type { Chunk } from "./viewer.ts";

/** How far a turn is; null passes at once, while the message may still be on its way. */
const phases: Readonly<Record<string, ((chunk: Chunk) => boolean) | null>> = {
  claimed: null,
  streaming: ({ type }) => type === "text-delta",
  "in a tool": ({ type, toolName }) => type === "tool-input-start" && toolName === "Write",
  building: (chunk) => statusOf(chunk) === "build-checking",
  recording: (chunk) => statusOf(chunk) === "build-done",
};
const victims: readonly (readonly ProcessName[])[] = [["web"], ["worker"], ["web", "worker"]];
const laterMsMax = 250;

const statusOf = ({ type, data }: Chunk): unknown =>
  type === "data-second-status" ? (data as { phase?: unknown }).phase : null;

/** Who is killed when: so long after a turn is first seen in a phase. */
export interface Moment {
  name: string;
  passes: ((chunk: Chunk) => boolean) | null;
  laterMs: number;
  victims: readonly ProcessName[];
}

/** Every phase with every victim, in a random order, over and over: `count` of these moments from the `first` on. */
export function momentsOf({ seed, first, count }: { seed: number; first: number; count: number }): Moment[] {
  const random = seeded(seed);
  const deck = Object.entries(phases).flatMap(([phase, passes]) =>
    victims.map((names) => ({ name: `${names.join(" and ")} while ${phase}`, passes, victims: names })),
  );
  const moments: Moment[] = [];
  while (moments.length < first + count)
    moments.push(
      ...random.shuffled(deck).map((each) => ({ ...each, laterMs: Math.floor(random.next() * laterMsMax) })),
    );
  return moments.slice(first, first + count);
}

/**
 * Moments that one turn in each of two apps goes through: at most one death of the worker, for a turn survives two and
 * waits long before the second, and one of the web alone.
 */
export function wavesOf(moments: readonly Moment[]): Moment[][] {
  const [ofWorker, ofWeb] = [true, false].map((isWorker) =>
    moments.filter((moment) => moment.victims.includes("worker") === isWorker),
  ) as [Moment[], Moment[]]; // as many as there are values above
  return Array.from({ length: Math.max(ofWorker.length, ofWeb.length) }, (_, at) =>
    [ofWorker[at], ofWeb[at]].filter((moment) => moment !== undefined),
  );
}
