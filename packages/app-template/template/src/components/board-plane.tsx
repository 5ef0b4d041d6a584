import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { MoveRight, Plus } from "lucide-react";
import { useState } from "react";
import { Dot } from "@/components/badge";
import type { BoardProps } from "@/components/board";
import { IconButton } from "@/components/icon-button";
import { Menu } from "@/components/menu";
import { Segmented } from "@/components/segmented";
import type { Choice } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import { useUrlState } from "@/lib/url-state";

const stepCards = 50;

/** The part of Board that needs the library for dragging; a chunk of its own. */
export default function BoardPlane<T extends { _id: string }, Id extends string>(props: BoardProps<T, Id>) {
  const { columns, items, columnOf, onMove, label } = props;
  const [stage, setStage] = useUrlState("stage", columns[0]?.id ?? "");
  const [dragged, setDragged] = useState<T | null>(null);
  const [said, setSaid] = useState("");
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  const inColumn = (id: Id) => items.filter((item) => columnOf(item) === id);
  const move = (item: T, column: Choice<Id>) => {
    if (columnOf(item) === column.id) return;
    onMove(item, column.id);
    setSaid(`${props.itemLabel(item)} moved to ${column.label}.`);
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const item = items.find((candidate) => candidate._id === active.id);
    const column = columns.find((candidate) => candidate.id === over?.id);
    if (item && column) move(item, column);
  };

  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setDragged(items.find((item) => item._id === active.id) ?? null)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={drop}
    >
      <div className="hidden px-pad pb-2 phone:block">
        <Segmented
          label="Stage"
          value={stage}
          onChange={setStage}
          items={columns.map((column) => ({
            id: column.id,
            label: column.label,
            count: inColumn(column.id).length,
          }))}
        />
      </div>
      <section
        aria-label={label}
        // A region that scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className={cn(
          "relative grid flex-1 auto-cols-[minmax(232px,1fr)] grid-flow-col items-start gap-3 overflow-x-auto px-pad pt-1 pb-6 -outline-offset-2 phone:block phone:overflow-visible",
          props.className,
        )}
      >
        {columns.map((column) => (
          <BoardColumn
            key={column.id}
            board={props}
            column={column}
            cards={inColumn(column.id)}
            dragged={dragged}
            move={move}
            className={column.id === stage ? "" : "phone:hidden"}
          />
        ))}
      </section>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={cn(cardClass, "rotate-[1.6deg] cursor-grabbing border-accent-line shadow-lg")}>
            {props.renderCard(dragged)}
          </div>
        )}
      </DragOverlay>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DndContext>
  );
}

interface ColumnProps<T extends { _id: string }, Id extends string> {
  board: BoardProps<T, Id>;
  column: Choice<Id>;
  cards: readonly T[];
  dragged: T | null;
  move: (item: T, column: Choice<Id>) => void;
  className?: string;
}

function BoardColumn<T extends { _id: string }, Id extends string>(props: ColumnProps<T, Id>) {
  const { board, column, cards, dragged, move, className } = props;
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  const [shown, setShown] = useState(stepCards);
  const takes = dragged !== null && isOver && board.columnOf(dragged) !== column.id;
  const { onAdd, addLabel = "Add" } = board;
  return (
    <section
      ref={setNodeRef}
      aria-label={column.label}
      className={cn(
        "grid min-w-0 content-start gap-2 rounded-[12px] bg-sunken px-2 pt-1 pb-2 phone:bg-transparent phone:p-0",
        takes && "bg-accent-soft shadow-[inset_0_0_0_2px_var(--accent-line)]",
        className,
      )}
    >
      <div className="flex h-9 items-center gap-2 pr-1 pl-1.5">
        <Dot tone={column.tone} />
        <h2 className="min-w-0 truncate text-sm font-strong">{column.label}</h2>
        <span className="text-xs font-medium text-muted tabular-nums">{formatNumber(cards.length)}</span>
        {onAdd && (
          <IconButton
            small
            icon={Plus}
            label={`${addLabel} to ${column.label}`}
            className="ml-auto"
            onClick={() => onAdd(column.id)}
          />
        )}
      </div>
      <ul className="grid gap-2">
        {cards.slice(0, shown).map((card) => (
          <li key={card._id}>
            <BoardCard board={board} item={card} column={column} move={move} />
          </li>
        ))}
        {takes && (
          <li
            aria-hidden
            className="grid h-20 content-center rounded-lg pr-3.5 text-right border-[1.5px] border-dashed border-accent text-xs font-medium text-accent-text"
          >
            Move to {column.label}
          </li>
        )}
      </ul>
      {cards.length > shown ? (
        <button type="button" onClick={() => setShown(shown + stepCards)} className={rowButton}>
          Show {formatNumber(Math.min(stepCards, cards.length - shown))} more
        </button>
      ) : (
        onAdd && (
          <button type="button" onClick={() => onAdd(column.id)} className={rowButton}>
            <Plus size={14} aria-hidden />
            {addLabel}
            <span className="sr-only"> to {column.label}</span>
          </button>
        )
      )}
    </section>
  );
}

const rowButton =
  "flex h-7.5 w-full items-center gap-1.5 rounded-md px-1.5 font-medium text-soft hover:bg-active phone:h-10";
const cardClass =
  "relative grid min-w-0 gap-0.5 rounded-lg border border-line bg-surface px-3 py-2.5 shadow-sm";

interface CardProps<T extends { _id: string }, Id extends string> {
  board: BoardProps<T, Id>;
  item: T;
  column: Choice<Id>;
  move: (item: T, column: Choice<Id>) => void;
}

function BoardCard<T extends { _id: string }, Id extends string>({
  board,
  item,
  column,
  move,
}: CardProps<T, Id>) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: item._id });
  const name = board.itemLabel(item);
  return (
    <article
      ref={setNodeRef}
      {...listeners}
      aria-label={name}
      className={cn(
        cardClass,
        "group cursor-grab touch-manipulation hover:border-line-strong",
        isDragging && "border-dashed bg-transparent shadow-none *:invisible",
      )}
    >
      {board.renderCard(item)}
      {board.onOpen && (
        <button
          type="button"
          aria-label={`Open ${name}`}
          onClick={() => board.onOpen?.(item)}
          className="absolute inset-0 cursor-grab rounded-lg"
        />
      )}
      <Menu
        title="Move to"
        items={board.columns.map((target) => ({
          label: target.label,
          tone: target.tone ?? "neutral",
          checked: target.id === column.id,
          onSelect: () => move(item, target),
        }))}
      >
        <IconButton
          small
          kind="plain"
          icon={MoveRight}
          label={`Move ${name} to another stage`}
          className="absolute top-1.5 right-1.5 size-7 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
        />
      </Menu>
    </article>
  );
}
