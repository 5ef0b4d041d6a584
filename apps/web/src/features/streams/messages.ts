import type { KeyedWant, StreamEvent, StreamState } from "./leader.ts";

/** What the tabs of one browser and person say to each other. */
export type TabMessage =
  /** A tab that does not know who leads. */
  | { kind: "hello"; tab: string }
  /** "I lead now"; a term is one tab's time as leader. With `to` it answers one tab's hello. */
  | { kind: "lead"; term: string; to: string | null }
  /** Everything a tab listens to, for this leader only. */
  | { kind: "wants"; term: string; tab: string; isVisible: boolean; wants: KeyedWant[] }
  | { kind: "event"; keys: string[]; event: StreamEvent }
  | { kind: "state"; state: StreamState }
  | { kind: "wake" }
  | { kind: "bye"; tab: string };

const kinds: ReadonlySet<unknown> = new Set(["hello", "lead", "wants", "event", "state", "wake", "bye"]);

/** Null for what another version of this page may say. */
export function readTabMessage(message: unknown): TabMessage | null {
  if (typeof message !== "object" || message === null || !("kind" in message)) return null;
  // Only this origin's own pages can post here; the kind tells versions apart.
  return kinds.has(message.kind) ? (message as TabMessage) : null;
}
