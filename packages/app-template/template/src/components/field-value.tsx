import { Check } from "lucide-react";
import { Avatar } from "@/components/avatar";
import { Badge, ChoiceBadge } from "@/components/badge";
import { choiceOf } from "@/lib/choices";
import { cn } from "@/lib/cn";
import type { Field } from "@/lib/fields";
import { dueTone, formatDate, formatDistance, formatMoney, formatNumber } from "@/lib/format";

export interface FieldValueProps<V> {
  field: Field<V>;
  /** As stored; what is of another kind, as in older documents, shows as empty. */
  value: unknown;
  /** The day is one to meet: tells the distance, amber within 30 days and red within 7. */
  due?: boolean;
}

/** A stored value as people read it, by the field's kind: for table cells, cards and comparisons. */
export function FieldValue<V>({ field, value, due }: FieldValueProps<V>) {
  if (field.kind === "checkbox") {
    return value === true ? (
      <span className="inline-flex items-center gap-1.5 text-soft">
        <Check size={14} aria-hidden />
        Yes
      </span>
    ) : (
      <span className="text-muted">No</span>
    );
  }
  if (field.kind === "person")
    return <Avatar id={typeof value === "string" && value ? value : null} showName />;
  if (typeof value === "number") {
    return <>{field.kind === "money" ? formatMoney(value, field.currency) : formatNumber(value)}</>;
  }
  if (typeof value !== "string" || value === "") return <span className="text-muted">–</span>;
  if (field.kind === "choice") return <ChoiceBadge choice={choiceOf(field.choices ?? [], value)} />;
  if (field.kind === "suggest") return <Badge outline>{value}</Badge>;
  if (field.kind === "date") return <Day day={value} due={due} />;
  return <span className="block max-w-80 truncate">{value}</span>;
}

const tones = { bad: "font-medium text-bad", warn: "text-warn" };

/** 15 Dec 2026, and with `due` how far it is. */
export function Day({ day, due }: { day: string | null | undefined; due?: boolean }) {
  const tone = dueTone(day);
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatDate(day)}
      {due && <span className={cn("ml-1.5", tone ? tones[tone] : "text-muted")}>{formatDistance(day)}</span>}
    </span>
  );
}
