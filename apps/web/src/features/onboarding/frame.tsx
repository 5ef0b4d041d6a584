import type { ReactNode } from "react";
import { Mark } from "../../ui/mark.tsx";

/** A page with one card in its middle: onboarding, an invitation, a new workspace. */
export function CardPage({
  title,
  lede,
  footnote,
  children,
}: {
  title: ReactNode;
  lede?: ReactNode;
  footnote?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="h-full overflow-y-auto">
      <header className="flex items-center gap-2 px-6 py-5 font-strong">
        <Mark />
        Second
      </header>
      <main className="mx-auto w-full max-w-140 px-4 pt-[3vh] pb-12 max-tablet:pt-2">
        <h1 className="text-balance text-2xl tracking-tight">{title}</h1>
        {lede && <p className="mt-1.5 text-balance text-md text-text-2">{lede}</p>}
        <div className="mt-6 rounded-lg border border-line bg-surface shadow-sm">{children}</div>
        {footnote && <p className="mt-3.5 text-center text-text-3 text-xs">{footnote}</p>}
      </main>
    </div>
  );
}

/** The bar at a card's end with its one action. */
export function CardFoot({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center justify-end gap-2 rounded-b-lg border-line border-t bg-sunken px-5 py-3.5 max-tablet:[&_button]:h-10 max-tablet:[&_button]:flex-1">
      {children}
    </div>
  );
}
