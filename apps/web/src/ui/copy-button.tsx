"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";

/** Copies a text and says so in its own place for two seconds. */
export function CopyButton({
  text,
  label = "Copy",
  ...rest
}: { text: string; label?: string } & Omit<ButtonProps, "children">) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome("copied"),
      () => setOutcome("refused"),
    );
  return (
    <Button variant="ghost" size="xs" onClick={copy} {...rest}>
      {outcome === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      <span aria-live="polite">
        {outcome === "idle" ? label : outcome === "copied" ? "Copied" : "Select and copy it by hand"}
      </span>
    </Button>
  );
}
