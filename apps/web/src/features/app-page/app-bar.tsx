"use client";
import type { AppView } from "@second/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { isSendKey } from "../composer/send-key.ts";
import { api } from "../session/api.ts";
import { fieldMessage, type PageProblem, pageProblem } from "../session/problem.ts";
import { queryKeys } from "../session/query-keys.ts";

const states: Record<AppView["runState"], { tone: Tone; word: string } | null> = {
  pending: { tone: "accent", word: "Starting" },
  running: { tone: "accent", word: "Working" },
  waiting_for_approval: { tone: "warning", word: "Waiting for you" },
  completed: null,
  failed: { tone: "danger", word: "Last turn failed" },
  stopped: { tone: "neutral", word: "Stopped" },
};

interface AppBarProps {
  app: AppView;
  canEdit: boolean;
  /** Leads to the versions; null where there is no place for them yet. */
  onVersions: (() => void) | null;
}

/** Name, what the agent is doing, and the version that shows. */
export function AppBar({ app, canEdit, onVersions }: AppBarProps) {
  const state = states[app.runState];
  const version = app.versionNumber === null ? "No version yet" : `Version ${app.versionNumber}`;
  return (
    <header className="flex h-12 flex-none items-center gap-3 border-line border-b px-4 max-tablet:px-3.5">
      {canEdit ? (
        <AppName key={app.id} app={app} />
      ) : (
        <h1 className="min-w-0 truncate text-base">{app.name}</h1>
      )}
      {state && (
        <Badge tone={state.tone}>
          {app.runState === "running" && <Spinner className="size-3" />}
          {app.runState === "waiting_for_approval" && <Hand aria-hidden="true" />}
          {state.word}
        </Badge>
      )}
      <span className="flex-1" />
      {onVersions ? (
        <Button variant="ghost" size="sm" className="max-tablet:hidden" onClick={onVersions}>
          {version}
        </Button>
      ) : (
        <span className="flex-none text-sm text-text-2 max-tablet:hidden">{version}</span>
      )}
    </header>
  );
}

/**
 * The app's name; a click makes it a field. Enter keeps, Escape leaves it as it was. A name that was not accepted
 * stays in the field with the reason beside it.
 */
function AppName({ app }: { app: AppView }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<PageProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  function open() {
    flushSync(() => setDraft(app.name));
    field.current?.focus();
    field.current?.select();
  }

  function close() {
    setDraft(null);
    setProblem(null);
  }

  async function keep() {
    const name = (draft ?? "").trim();
    close();
    if (name === app.name || name === "") return;
    const key = queryKeys.app(app.workspaceId, app.id);
    const rename = (from: string, to: string) =>
      client.setQueryData<AppView>(key, (before) =>
        before?.name === from ? { ...before, name: to } : before,
      );
    rename(app.name, name);
    try {
      await api.patch(`/api/workspaces/${app.workspaceId}/apps/${app.id}`, { name });
    } catch (error) {
      rename(name, app.name);
      setDraft(name);
      setProblem(pageProblem(error));
      // Only the server knows what it is called now.
      void client.invalidateQueries({ queryKey: key, exact: true });
    }
    await client.invalidateQueries({ queryKey: queryKeys.apps(app.workspaceId) });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isSendKey(event.nativeEvent)) field.current?.blur();
    if (event.key === "Escape") close();
  }

  if (draft === null)
    return (
      <h1 className="-ml-1.5 flex min-w-0 text-base">
        <button
          type="button"
          title="Rename"
          onClick={open}
          className="min-w-0 truncate rounded-md px-1.5 py-0.5 font-strong focus-inset hover:bg-hover"
        >
          {app.name}
        </button>
      </h1>
    );
  const message = problem && (fieldMessage(problem, "/name") ?? problem.message);
  return (
    <>
      <input
        ref={field}
        aria-label="Name of the app"
        aria-invalid={message ? true : undefined}
        aria-describedby={message ? id : undefined}
        value={draft}
        maxLength={80}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void keep()}
        className="field-text -ml-1.5 h-8 min-w-0 max-w-80 flex-1 rounded-md border border-control-line bg-surface px-1.5"
      />
      {message && (
        <p id={id} role="alert" title={message} className="min-w-0 flex-1 truncate text-danger text-xs">
          {message}
        </p>
      )}
    </>
  );
}
