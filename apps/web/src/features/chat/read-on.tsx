"use client";
import { ArrowDown } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";

/** While a document's end is out of view: how much is still to read, and the way there. */
export function ReadOn({
  document: whole,
  end,
}: {
  document: RefObject<HTMLElement | null>;
  /** The decision; the bar leaves when it is on screen. */
  end: RefObject<HTMLElement | null>;
}) {
  const [left, setLeft] = useState(0);

  useEffect(() => {
    if (!whole.current || !end.current) return;
    const observer = new IntersectionObserver(
      () => setLeft(isBelow(end.current) ? sectionsBelow(whole.current).length : 0),
      {
        threshold: [0, 0.5],
      },
    );
    observer.observe(end.current);
    for (const section of sectionsOf(whole.current)) observer.observe(section);
    return () => observer.disconnect();
  }, [whole, end]);

  if (left === 0) return null;
  return (
    <div
      data-read-on
      className="sticky bottom-0 z-1 flex items-center gap-3 border-line-strong border-t bg-surface py-2 pr-3 pl-4 text-sm text-text-2 @lg:pl-7"
    >
      <p className="min-w-0 flex-1 truncate font-medium text-text">
        {left} short section{left === 1 ? "" : "s"} to your decision
      </p>
      <Button
        size="sm"
        onClick={() => {
          const next = sectionsBelow(whole.current)[0] ?? end.current;
          next?.scrollIntoView({ block: next === end.current ? "end" : "start", behavior: "smooth" });
        }}
      >
        Next
        <ArrowDown aria-hidden="true" />
      </Button>
    </div>
  );
}

const sectionsOf = (whole: HTMLElement | null) => [
  ...(whole?.querySelectorAll<HTMLElement>("[data-plan-section]") ?? []),
];

/** Below what shows of the scroller it is in. */
function isBelow(element: HTMLElement | null): boolean {
  const scroller = element?.closest("[role=log]");
  if (!element || !scroller) return false;
  return element.getBoundingClientRect().bottom > scroller.getBoundingClientRect().bottom + 1;
}

const sectionsBelow = (whole: HTMLElement | null) => sectionsOf(whole).filter(isBelow);
