import { cn } from "./cn.ts";

const sizes = { sm: "size-5 text-[9px]", md: "size-6 text-[10px]", lg: "size-8 text-xs" } as const;

/** The first letters of the first and last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

/** A person's initials. Decoration: the name stands beside it, or the control is named. */
export function Avatar({
  name,
  size = "md",
  className,
}: {
  name: string;
  size?: keyof typeof sizes;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      data-initials={initials(name)}
      className={cn(
        "inline-grid flex-none place-items-center rounded-full bg-active font-strong text-text before:content-[attr(data-initials)]",
        sizes[size],
        className,
      )}
    />
  );
}
