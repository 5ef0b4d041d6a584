"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { errorsOf } from "./app-log.ts";
import { useLoadLog } from "./app-log-store.ts";
import { type ErrorPlace, ToldError } from "./told-error.tsx";

interface ErrorBarProps extends ErrorPlace {
  loadKey: string;
  /** Null where there is no console. */
  onConsole: (() => void) | null;
}

/** The newest error of the app, beneath it: the app goes on. Put away it stays so until an error comes again. */
export function ErrorBar({ loadKey, onConsole, ...place }: ErrorBarProps) {
  const log = useLoadLog(place.store, loadKey);
  const [putAwayAt, setPutAwayAt] = useState("");
  const errors = errorsOf(log);
  const newest = errors.at(-1);
  if (!newest || newest.lastAt <= putAwayAt) return null;
  const more = errors.length - 1;
  return (
    <section
      aria-label="Error of the app"
      role="status"
      className="max-h-1/2 flex-none overflow-y-auto border-danger-line border-t"
    >
      <ToldError
        {...place}
        error={newest}
        controls={
          <>
            {onConsole && (
              <Button size="xs" variant="ghost" onClick={onConsole}>
                {more > 0 ? `${more} more` : "Details"}
              </Button>
            )}
            <IconButton label="Put the error away" size="xs" onClick={() => setPutAwayAt(newest.lastAt)}>
              <X aria-hidden="true" />
            </IconButton>
          </>
        }
      />
    </section>
  );
}
