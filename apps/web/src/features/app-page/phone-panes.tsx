import { AppWindow, Code, History, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";

export type Pane = "chat" | "preview" | "code" | "versions";

const tabs = [
  { id: "chat", label: "Chat", Icon: MessagesSquare },
  { id: "preview", label: "Preview", Icon: AppWindow },
  { id: "code", label: "Code", Icon: Code },
  { id: "versions", label: "Versions", Icon: History },
] as const;

/** On a phone one pane shows at a time; the others stay as they are. */
export function PhonePanes({
  pane,
  onPane,
  talk,
  panels,
}: {
  pane: Pane;
  onPane: (pane: Pane) => void;
  talk: ReactNode;
  panels: ReactNode;
}) {
  return (
    <>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane !== "chat" && "hidden")}>{talk}</div>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane === "chat" && "hidden")}>{panels}</div>
      <nav aria-label="Panes of the app" className="flex h-13 flex-none border-line border-t bg-surface">
        {tabs.map(({ id, label, Icon }) => (
          <button
            key={id}
            type="button"
            aria-pressed={pane === id}
            onClick={() => onPane(id)}
            className="flex flex-1 flex-col items-center justify-center gap-0.5 text-2xs text-text-2 focus-inset aria-pressed:font-medium aria-pressed:text-accent-text"
          >
            <Icon aria-hidden="true" className="size-4.5" />
            {label}
          </button>
        ))}
      </nav>
    </>
  );
}
