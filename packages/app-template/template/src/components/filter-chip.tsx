import { Plus, X } from "lucide-react";
import { Menu } from "@/components/menu";
import { type Choice, choiceOf } from "@/lib/choices";

export interface FilterChipProps {
  label: string;
  /** The chosen option's id; null or empty when it does not filter. */
  value: string | null;
  options: readonly Choice[];
  onChange: (value: string | null) => void;
}

const frame = "inline-flex h-control items-center rounded-md border font-medium whitespace-nowrap";

/** A filter that says its value, and goes with one click. */
export function FilterChip({ label, value, options, onChange }: FilterChipProps) {
  const chosen = choiceOf(options, value);
  const items = options.map((option) => ({
    label: option.label,
    tone: option.tone,
    checked: option.id === value,
    onSelect: () => onChange(option.id),
  }));
  if (!chosen) {
    return (
      <Menu items={items} title={label}>
        <button
          type="button"
          className={`${frame} gap-1.5 border-dashed border-line-strong px-2.75 text-soft hover:bg-active`}
        >
          <Plus size={14} aria-hidden />
          {label}
        </button>
      </Menu>
    );
  }
  return (
    <span className={`${frame} border-accent-line bg-accent-soft text-accent-text`}>
      <button
        type="button"
        aria-label={`Remove the filter ${label}: ${chosen.label}`}
        onClick={() => onChange(null)}
        className="grid h-full w-7 place-items-center rounded-md pl-1 -outline-offset-2 phone:w-9"
      >
        <X size={14} aria-hidden />
      </button>
      <Menu items={items} title={label}>
        <button type="button" className="h-full rounded-md pr-2.75 pl-1 -outline-offset-2">
          {label}: <b className="font-strong">{chosen.label}</b>
        </button>
      </Menu>
    </span>
  );
}
