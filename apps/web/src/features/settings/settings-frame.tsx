"use client";
import { type LucideIcon, MonitorSmartphone, SlidersHorizontal, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";

interface SettingsLink {
  page: string;
  label: string;
  icon: LucideIcon;
}

const groups: readonly { name: string; links: readonly SettingsLink[] }[] = [
  {
    name: "Workspace",
    links: [
      { page: "general", label: "General", icon: SlidersHorizontal },
      { page: "members", label: "Members", icon: Users },
    ],
  },
  { name: "You", links: [{ page: "devices", label: "Devices", icon: MonitorSmartphone }] },
];

/** The settings' own navigation beside one page of them. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { slug } = useWorkspace();
  const path = usePathname();
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[208px_minmax(0,1fr)] max-desktop:grid-cols-[176px_minmax(0,1fr)] max-tablet:flex max-tablet:flex-col">
      <nav
        aria-label="Settings"
        className="overflow-auto border-line border-r bg-canvas px-2 py-3 scrollbar-none max-tablet:flex max-tablet:flex-none max-tablet:border-r-0 max-tablet:border-b max-tablet:py-1.5"
      >
        {groups.map((group) => (
          <div key={group.name} className="mb-2 max-tablet:contents">
            <p className="px-2 pt-1 pb-1 font-medium text-text-3 text-xs max-tablet:hidden">{group.name}</p>
            {group.links.map(({ page, label, icon: Icon }) => {
              const href = `/w/${slug}/settings/${page}`;
              return (
                <Link
                  key={page}
                  href={href}
                  aria-current={path === href ? "page" : undefined}
                  className="flex min-h-8 flex-none items-center gap-2 rounded-md px-2 text-sm text-text-2 focus-inset hover:bg-hover aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-text max-tablet:min-h-10"
                >
                  <Icon aria-hidden="true" className="size-4 flex-none text-text-3" />
                  {label}
                </Link>
              );
            })}
          </div>
        ))}
      </nav>
      <div className="min-h-0 overflow-y-auto max-tablet:flex-1">{children}</div>
    </div>
  );
}

/** One page of the settings: its name, a sentence, its main action. */
export function SettingsPage({
  title,
  lede,
  action,
  children,
}: {
  title: string;
  lede: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto w-full max-w-215 px-7 pt-6 pb-14 max-tablet:px-3.5 max-tablet:pt-4.5">
      <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-60 flex-1">
          <h1 className="text-xl tracking-tight">{title}</h1>
          <p className="mt-0.5 text-text-2">{lede}</p>
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}

/** A named group of rows. */
export function SettingsSection({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="mt-8 first:mt-0">
      <div className="mb-2 flex items-baseline gap-2">
        <h2 className="text-base">{title}</h2>
        {note && <p className="text-sm text-text-3">{note}</p>}
      </div>
      <div className="rounded-lg border border-line bg-surface">{children}</div>
    </section>
  );
}

/** A row of a section; wraps on phones. */
export function SettingsRow({ children }: { children: ReactNode }) {
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1.5 border-line px-4 py-2.5 not-first:border-t">
      {children}
    </li>
  );
}
