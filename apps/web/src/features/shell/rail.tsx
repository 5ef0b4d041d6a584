"use client";
import { PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { cn } from "../../ui/cn.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { type Destination, destinations, useIsCurrent } from "./nav-links.tsx";
import { UserMenu } from "./user-menu.tsx";
import { useWorkspace } from "./workspace-context.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

function RailLink({ href, label, icon: Icon, isSection }: Destination) {
  const isCurrent = useIsCurrent(href, isSection);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className="grid w-14.5 justify-items-center gap-0.75 rounded-md pt-2 pb-1.5 text-2xs text-text-2 focus-inset hover:bg-hover aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-text"
    >
      <Icon aria-hidden="true" className="size-5" />
      {label}
    </Link>
  );
}

/** The narrow sidebar: places with their names, no lists. */
export function Rail({ onExpand, className }: { onExpand?: () => void; className?: string }) {
  const { slug } = useWorkspace();
  const { home, apps, settings } = destinations(slug);
  return (
    <div className={cn("flex h-full flex-col items-center gap-0.5 px-1 py-2.5", className)}>
      <WorkspaceSwitcher compact />
      <nav aria-label="Main" className="grid gap-0.5">
        {[home, apps, settings].map((destination) => (
          <RailLink key={destination.href} {...destination} />
        ))}
      </nav>
      <div className="mt-auto grid justify-items-center gap-1">
        {onExpand && (
          <span className="max-desktop:hidden">
            <IconButton label="Make the sidebar wide" shortcut="⌘B" side="right" size="sm" onClick={onExpand}>
              <PanelLeftOpen aria-hidden="true" />
            </IconButton>
          </span>
        )}
        <UserMenu compact />
      </div>
    </div>
  );
}
