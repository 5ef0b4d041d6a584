"use client";
import "../styles/globals.css";
import { TooltipProvider } from "../ui/tooltip.tsx";
import PageError from "./error.tsx";

/** Replaces the root layout when that itself fails, so it brings its own document. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <head>
        <title>Something went wrong · Second</title>
      </head>
      <body>
        <TooltipProvider>
          <div className="h-dvh">
            <PageError {...props} />
          </div>
        </TooltipProvider>
      </body>
    </html>
  );
}
