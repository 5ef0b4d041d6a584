"use client";
import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Drawer } from "../../ui/drawer.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useWorkspaceView } from "./workspace-context.tsx";

/** The phone's top bar with the menu behind it. Following a link closes the menu. */
export function MobileBar() {
  const path = usePathname();
  const [isOpen, setOpen] = useState(false);
  const { workspace } = useWorkspaceView();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what closes it
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="flex h-13 flex-none items-center gap-2 border-line border-b bg-surface px-2 tablet:hidden">
      <Button
        variant="ghost"
        size="lg"
        className="w-10 px-0"
        aria-label="Open menu"
        onClick={() => setOpen(true)}
      >
        <MenuIcon aria-hidden="true" className="size-5" />
      </Button>
      <span className="min-w-0 flex-1 truncate font-strong">{workspace?.name}</span>
      <Drawer open={isOpen} onOpenChange={setOpen} label="Menu">
        <Sidebar />
      </Drawer>
    </header>
  );
}
