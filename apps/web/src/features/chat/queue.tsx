"use client";
import { ListPlus, X } from "lucide-react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { pageProblem } from "../session/problem.ts";
import type { Conversation } from "./use-conversation.ts";

/** The message that waits. After a turn that did not complete, a person says whether it still holds. */
export function Queue({ conversation }: { conversation: Conversation }) {
  const queue = conversation.chat?.queue ?? [];
  const run = (action: Promise<unknown>) => {
    action.catch((error: unknown) => toast.error(pageProblem(error).message));
  };
  return (
    <>
      {queue.map((queued) => (
        <div key={queued.turnId} className="mb-2 flex items-center gap-2 px-1 text-sm">
          <ListPlus aria-hidden="true" className="size-4 flex-none text-text-3" />
          <p className="min-w-0 flex-1 truncate">
            <span className="font-medium">{queued.waitsForPerson ? "Still wanted?" : "Next:"}</span>{" "}
            <span className="text-text-2">{queued.text}</span>
          </p>
          {queued.waitsForPerson && (
            <Button size="xs" onClick={() => run(conversation.startQueued(queued.turnId))}>
              Send it
            </Button>
          )}
          <IconButton
            label="Remove the waiting message"
            size="xs"
            onClick={() => run(conversation.removeQueued(queued.turnId))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
    </>
  );
}
