import { useRef } from "react";

/**
 * Handlers for an overlay that no trigger of its own opens: on closing, the focus goes back to where it was.
 * `start` chooses where it goes on opening; without it the first control gets it.
 */
export function useReturnFocus(start?: (overlay: HTMLElement) => void) {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus(event: Event) {
      before.current = document.activeElement;
      if (!start) return;
      event.preventDefault();
      start(event.currentTarget as HTMLElement); // Radix sends it from the overlay's element
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    },
  };
}
