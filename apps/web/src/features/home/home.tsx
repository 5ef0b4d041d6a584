"use client";
import { CornerDownLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { cn } from "../../ui/cn.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Composer, type ComposerHandle } from "../composer/composer.tsx";
import { draftKey } from "../composer/draft.ts";
import { useDraft } from "../composer/use-draft.ts";
import { runtimeOptions, usableChoice } from "../runtimes/choices.ts";
import { RuntimePicker } from "../runtimes/runtime-picker.tsx";
import { useRuntimes } from "../runtimes/use-runtimes.ts";
import { pageProblem } from "../session/problem.ts";
import { useOnline } from "../session/use-online.ts";
import { useApps } from "../shell/use-apps.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { ComposerSheet } from "./composer-sheet.tsx";
import { RecentApps } from "./recent-apps.tsx";
import { Suggestions } from "./suggestions.tsx";
import { useCreateApp } from "./use-create-app.ts";

const firstName = (name: string) => name.split(/\s+/u)[0] ?? name;

/** Where work begins: say what is needed, or go on with a recent app. */
export function Home({ promptLengthMax }: { promptLengthMax: number }) {
  const { workspaceId, user } = useWorkspace();
  const composer = useRef<ComposerHandle>(null);
  const isOnline = useOnline();
  const apps = useApps(workspaceId);
  const runtimes = useRuntimes(workspaceId);
  const { draft, change, clear } = useDraft(draftKey(user.id, workspaceId, "home"));
  const options = runtimeOptions(runtimes.data?.runtimes ?? []);
  const usable = runtimes.data ? usableChoice(options, draft.choice) : null;
  const create = useCreateApp({ draft, onAttempt: (attempt) => change({ attempt }), onAccepted: clear });
  const problem = create.error ? pageProblem(create.error) : null;
  const isNew = apps.data?.apps.length === 0;
  const blocked = !isOnline
    ? "You are offline. Your text is kept here until the connection is back."
    : usable && !usable.isUsable
      ? usable.notice
      : null;

  // Where a keyboard is at hand, typing may begin at once; on touch screens it would only raise the keyboard.
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) composer.current?.focus();
  }, []);

  const send = () => create.mutate({ prompt: draft.text.trim(), ...(usable?.choice ?? {}) });

  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-canvas">
      <div
        className={cn(
          "mx-auto w-full px-8 pb-16 max-tablet:px-4 max-tablet:pt-6 max-tablet:pb-10",
          isNew ? "max-w-206 pt-[13vh]" : "max-w-236 pt-[6vh]",
        )}
      >
        <h1 className="text-balance text-2xl tracking-tight max-tablet:text-xl">
          {isNew
            ? `Hello, ${firstName(user.name)}. What does your team keep doing by hand?`
            : `Hello, ${firstName(user.name)}. What should we build?`}
        </h1>
        {isNew && (
          <p className="mt-1.5 text-md text-text-2">
            One sentence is enough. You get a plan to read first; nothing is built until you approve it.
          </p>
        )}
        <Composer
          ref={composer}
          className="mt-4.5"
          value={draft.text}
          onChange={(text) => change({ text })}
          onSubmit={send}
          label="Describe the app you need"
          placeholder="Describe the app you need, in your own words. For example: a shared list of vendor contracts that warns us before they renew."
          lengthMax={promptLengthMax}
          busy={create.isPending || create.isSuccess}
          blocked={blocked}
          submitLabel={
            <>
              Build
              <CornerDownLeft aria-hidden="true" />
            </>
          }
          left={
            usable ? (
              <RuntimePicker
                options={options}
                choice={usable.choice}
                onChange={(choice) => change({ choice })}
              />
            ) : runtimes.isPending ? (
              <span className="px-2.5">
                <Skeleton className="w-28" />
              </span>
            ) : (
              <Button variant="ghost" size="sm" onClick={() => void runtimes.refetch()}>
                Agents could not be listed. Try again
              </Button>
            )
          }
          sheet={<ComposerSheet choice={usable?.choice ?? null} notice={usable?.notice ?? null} />}
        />
        {problem && !create.isPending && (
          <Callout
            tone="danger"
            live="alert"
            title={problem.message}
            className="mt-3"
            actions={
              <>
                <Button size="xs" onClick={send} disabled={draft.text.trim() === "" || blocked !== null}>
                  Try again
                </Button>
                {problem.requestId && <CopyButton text={problem.requestId} label="Copy request id" />}
              </>
            }
          >
            Your text is kept.
          </Callout>
        )}
        {draft.text === "" && <Suggestions onChoose={(text) => composer.current?.fill(text)} />}
        <RecentApps />
      </div>
    </div>
  );
}
