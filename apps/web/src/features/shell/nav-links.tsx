"use client";
import { House, LayoutGrid, type LucideIcon, Settings } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";

export interface Destination {
  href: string;
  label: string;
  icon: LucideIcon;
  /** True for every page beneath as well. */
  isSection: boolean;
}

/** The places of a workspace, for sidebar, rail and phone menu alike. */
export function destinations(slug: string): { home: Destination; apps: Destination; settings: Destination } {
  return {
    home: { href: `/w/${slug}`, label: "Home", icon: House, isSection: false },
    apps: { href: `/w/${slug}/apps`, label: "Apps", icon: LayoutGrid, isSection: true },
    settings: { href: `/w/${slug}/settings`, label: "Settings", icon: Settings, isSection: true },
  };
}

export function useIsCurrent(href: string, isSection: boolean): boolean {
  const path = usePathname();
  return path === href || (isSection && path.startsWith(`${href}/`));
}

export interface SideLinkProps {
  href: string;
  isSection?: boolean;
  children: ReactNode;
  className?: string;
}

/** A row of the sidebar. */
export function SideLink({ href, isSection = false, children, className }: SideLinkProps) {
  const isCurrent = useIsCurrent(href, isSection);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-7.5 items-center gap-2 rounded-md px-2 text-text-2 focus-inset hover:bg-hover max-tablet:h-10",
        "[&>svg]:size-4 [&>svg]:flex-none [&>svg]:text-text-3",
        "aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-text aria-[current=page]:[&>svg]:text-text",
        className,
      )}
    >
      {children}
    </Link>
  );
}
