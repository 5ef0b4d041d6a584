import { cn } from "@/lib/cn";

export interface SkeletonProps {
  /** The shape of what comes. */
  shape: "table" | "board" | "list" | "form" | "text" | "chart";
  /** What is loading, for screen readers: "Contracts". */
  label?: string;
  className?: string;
}

const widths = ["w-3/4", "w-full", "w-2/3", "w-5/6", "w-3/5", "w-11/12"];

/** What comes, in its final shape. It appears after 150 ms, so that quick answers do not flash. */
export function Skeleton({ shape, label, className }: SkeletonProps) {
  return (
    <div aria-busy className={cn("min-w-0 flex-1 animate-appear", className)}>
      <span role="status" className="sr-only">
        Loading {label ?? ""}
      </span>
      <div aria-hidden>{shapes[shape]}</div>
    </div>
  );
}

function Bar({ className }: { className?: string }) {
  return <span className={cn("block h-2.5 animate-pulse rounded-[5px] bg-active", className)} />;
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => widths[index % widths.length] ?? "");

const lines = (
  <div className="grid gap-3 p-pad">
    {rows(5).map((width) => (
      <Bar key={width} className={width} />
    ))}
  </div>
);

const table = (
  <div className="border-t border-line bg-surface">
    <div className="h-9 border-b border-line" />
    {[...rows(6), ...rows(4)].map((width, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change
      <div key={index} className="flex h-row items-center gap-8 border-b border-line px-pad">
        <span className="flex-2">
          <Bar className={width} />
        </span>
        <span className="flex-1">
          <Bar className="w-1/2" />
        </span>
        <span className="flex-1 phone:hidden">
          <Bar className="w-2/3" />
        </span>
        <span className="flex-1 narrow:hidden">
          <Bar className="ml-auto w-1/3" />
        </span>
      </div>
    ))}
  </div>
);

const board = (
  <div className="grid auto-cols-[minmax(232px,1fr)] grid-flow-col gap-3 overflow-hidden px-pad pt-1">
    {[3, 2, 4, 1].map((cards) => (
      <div key={cards} className="grid content-start gap-2 rounded-[12px] bg-sunken p-2">
        <Bar className="my-3 ml-1.5 w-1/3" />
        {rows(cards).map((width) => (
          <div key={width} className="grid gap-3 rounded-lg border border-line bg-surface p-3 py-4">
            <Bar className={width} />
            <Bar className="w-1/2" />
          </div>
        ))}
      </div>
    ))}
  </div>
);

const list = (
  <div className="border-t border-line">
    {rows(6).map((width) => (
      <div key={width} className="grid gap-2.5 border-b border-line px-4 py-4">
        <Bar className="w-1/3" />
        <Bar className={width} />
      </div>
    ))}
  </div>
);

const form = (
  <div className="grid gap-4">
    {rows(5).map((width) => (
      <div key={width} className="grid gap-2">
        <Bar className="w-1/4" />
        <span className="block h-control animate-pulse rounded-md bg-active" />
      </div>
    ))}
  </div>
);

const chart = (
  <div className="flex h-60 items-end gap-3">
    {["h-1/3", "h-2/3", "h-1/2", "h-5/6", "h-3/4", "h-full"].map((height) => (
      <span key={height} className={cn("block flex-1 animate-pulse rounded-sm bg-active", height)} />
    ))}
  </div>
);

const shapes = { table, board, list, form, text: lines, chart };
