import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

export interface SearchFieldProps {
  /** "Search vendors": shown in the empty field, and its name. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  className?: string;
}

/** Search over what is on the screen. The key `/` comes here from anywhere. */
export function SearchField({ label, value, onChange, disabled, className }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const target = event.target as Element | null; // a key's target is the focused element
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest("input, textarea, select, [contenteditable], [role=dialog]")) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  return (
    <div
      className={cn(
        "control w-65 border-line-strong has-[input:not(:placeholder-shown)]:border-control-line phone:w-full",
        className,
      )}
    >
      <Search size={16} strokeWidth={1.75} aria-hidden className="text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onChange("")}
      />
      {value === "" && (
        <kbd
          aria-hidden
          className="rounded-[4px] border border-b-2 border-line-strong bg-surface px-1.25 font-sans text-2xs font-medium text-soft phone:hidden"
        >
          /
        </kbd>
      )}
    </div>
  );
}
