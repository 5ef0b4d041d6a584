import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import type { Choice } from "@/lib/choices";
import type { SecondDataError } from "@/lib/second-sdk";

export interface BoardProps<T extends { _id: string }, Id extends string> {
  /** What the cards are, for screen readers: "Candidates". */
  label: string;
  columns: readonly Choice<Id>[];
  /** Cards, in the order in which they stand in their columns. */
  items: readonly T[];
  columnOf: (item: T) => Id;
  onMove: (item: T, column: Id) => void;
  /** What stands on a card: text, badges, avatars. The board makes the card itself. */
  renderCard: (item: T) => ReactNode;
  /** The card's name, for the names of its controls. */
  itemLabel: (item: T) => string;
  onOpen?: (item: T) => void;
  /** Puts an add button in every column. */
  onAdd?: (column: Id) => void;
  /** "Add candidate". */
  addLabel?: string;
  /** What stands there without cards: an EmptyState. */
  empty?: ReactNode;
  loading?: boolean;
  /** From `readError`: why there are no cards; shown while there are none. */
  error?: SecondDataError | null;
  className?: string;
}

const Plane = lazy(() => import("@/components/board-plane"));

/**
 * Cards in stages: dragged by mouse or finger, moved by keyboard with each card's "Move to" menu. Phones show one stage.
 * What it needs for dragging loads when a board is shown.
 */
export function Board<T extends { _id: string }, Id extends string>(props: BoardProps<T, Id>) {
  const { label, items, error, loading, empty, className } = props;
  const skeleton = <Skeleton shape="board" label={label} className={className} />;
  if (items.length === 0 && error) return <ErrorState error={error} title={`${label} could not be loaded`} />;
  if (items.length === 0 && loading) return skeleton;
  if (items.length === 0 && empty) return <div className="flex flex-1">{empty}</div>;
  const TypedPlane = Plane as unknown as ComponentType<BoardProps<T, Id>>; // `lazy` loses the type parameters
  return (
    <Suspense fallback={skeleton}>
      <TypedPlane {...props} />
    </Suspense>
  );
}
