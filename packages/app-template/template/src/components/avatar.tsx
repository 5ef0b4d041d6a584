import { UserRound } from "lucide-react";
import { cn } from "@/lib/cn";
import { type Member, useMembers } from "@/lib/second-sdk";

export interface AvatarProps {
  /** A member's id; null is nobody. */
  id: string | null;
  size?: "small" | "medium" | "large";
  /** Writes the name beside it. Without it the name is the accessible name. */
  showName?: boolean;
  className?: string;
}

const sizes = { small: "size-5.5 text-[9px]", medium: "size-7 text-2xs", large: "size-9 text-sm" };

/** A member: picture, or initials in their own hue. Someone who has left is "Former member". */
export function Avatar({ id, size = "small", showName, className }: AvatarProps) {
  const { members, loading } = useMembers();
  const member = members.find((candidate) => candidate.id === id);
  const name = id === null ? "Nobody yet" : (member?.name ?? (loading ? "" : "Former member"));
  const circle = <Circle id={id} member={member} name={name} size={size} named={!showName} />;
  if (!showName) return <span className={cn("inline-flex", className)}>{circle}</span>;
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-2", className)}>
      {circle}
      <span className={cn("truncate", !member && "text-muted")}>{name}</span>
    </span>
  );
}

interface CircleProps {
  id: string | null;
  member: Member | undefined;
  name: string;
  size: "small" | "medium" | "large";
  /** True when nothing beside it says the name. */
  named: boolean;
}

function Circle({ id, member, name, size, named }: CircleProps) {
  const label = named
    ? { role: "img", "aria-label": name || "Loading", title: name }
    : { "aria-hidden": true };
  const frame = cn("shrink-0 rounded-full", sizes[size]);
  if (member?.avatar) {
    return (
      <img
        src={member.avatar}
        alt={named ? name : ""}
        title={named ? name : undefined}
        className={cn(frame, "object-cover")}
      />
    );
  }
  if (!id || !member) {
    return (
      <span
        {...label}
        className={cn(
          frame,
          "grid place-items-center border-[1.5px] border-dashed border-control-line text-muted",
        )}
      >
        <UserRound size={12} aria-hidden />
      </span>
    );
  }
  return (
    <span
      {...label}
      style={{ "--person": String(hueOf(id)) } as React.CSSProperties} // CSSProperties does not list custom properties
      className={cn(frame, "person inline-grid place-items-center font-[640] leading-none tracking-tight")}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** Spread over the circle, and the same for one person in every app. */
function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return (hash % 12) * 30 + 10;
}
