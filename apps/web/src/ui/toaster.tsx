"use client";
import { Toaster as Sonner } from "sonner";

/** Once, in the root layout. A toast confirms; it is never the only place of an error. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-2.5 rounded-lg border border-line-strong bg-raised px-3.5 py-2.5 text-sm text-text shadow-lg font-sans",
          description: "text-text-2 text-xs",
          actionButton: "ml-auto h-6 rounded-md px-2 font-medium text-accent-text text-xs hover:bg-hover",
          icon: "flex-none",
        },
      }}
    />
  );
}

export { toast } from "sonner";
