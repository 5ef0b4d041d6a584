"use client";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { externalHost } from "./preview-state.ts";

/** An app's link leads out only when a person says so. */
export function LinkDialog({ href, onClose }: { href: string | null; onClose: () => void }) {
  const host = href ? externalHost(href) : null;
  return (
    <Dialog
      open={host !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Open ${host ?? ""}?`}
      description="A link in this app leads out of Second. Open it only if you trust the app and the address."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" asChild>
            <a href={href ?? ""} target="_blank" rel="noopener noreferrer" onClick={onClose}>
              Open
            </a>
          </Button>
        </>
      }
    >
      <code className="block max-h-32 overflow-auto break-all rounded-md bg-sunken px-3 py-2 text-xs">
        {href}
      </code>
    </Dialog>
  );
}
