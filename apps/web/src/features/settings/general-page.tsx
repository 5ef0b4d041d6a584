"use client";
import type { WorkspaceView } from "@second/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { fieldMessage, pageProblem } from "../session/problem.ts";
import { queryKeys } from "../session/query-keys.ts";
import { useOnline } from "../session/use-online.ts";
import { useWorkspaceView } from "../shell/workspace-context.tsx";
import { ServerSection } from "./server-section.tsx";
import { SettingsPage, SettingsSection } from "./settings-frame.tsx";

/** The workspace's name and its server, for those who may change them; its facts for everyone. */
export function GeneralPage() {
  const { workspace, can } = useWorkspaceView();
  if (!workspace) return null;
  return (
    <SettingsPage title="General" lede="What this workspace is called and where it is found.">
      <SettingsSection title="Workspace">
        {can("workspace:manage") ? <RenameForm key={workspace.name} workspace={workspace} /> : null}
        <dl className="grid gap-x-6 gap-y-3 border-line p-4 not-first:border-t tablet:grid-cols-[128px_minmax(0,1fr)]">
          {!can("workspace:manage") && <Fact name="Name">{workspace.name}</Fact>}
          <Fact name="Address">
            <code className="text-xs">/w/{workspace.slug}</code>
          </Fact>
          <Fact name="Created">
            <RelativeTime at={workspace.createdAt} />
          </Fact>
        </dl>
      </SettingsSection>
      {!can("workspace:manage") && (
        <p className="mt-3 text-sm text-text-3">Owners and admins can rename this workspace.</p>
      )}
      {can("workspace:manage") && <ServerSection />}
    </SettingsPage>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="contents">
      <dt className="font-medium text-sm">{name}</dt>
      <dd className="text-sm text-text-2">{children}</dd>
    </div>
  );
}

function RenameForm({ workspace }: { workspace: WorkspaceView }) {
  const [name, setName] = useState(workspace.name);
  const isOnline = useOnline();
  const client = useQueryClient();
  const rename = useMutation({
    mutationFn: () => api.patch<WorkspaceView>(`/api/workspaces/${workspace.id}`, { name }),
    onSuccess: async (renamed) => {
      client.setQueryData(queryKeys.workspace(workspace.id), renamed);
      await client.invalidateQueries({ queryKey: queryKeys.session });
      toast(`This workspace is now called ${renamed.name}.`);
    },
  });
  const problem = rename.error ? pageProblem(rename.error) : null;
  const isUnchanged = name.trim() === workspace.name;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isUnchanged && isOnline && !rename.isPending) rename.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4 p-4">
      <FormProblem problem={problem} pointers={["/name"]} />
      <Field
        label="Name"
        help="The address follows the name. Old links lead here for 90 days."
        error={fieldMessage(problem, "/name")}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              name="organization"
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button
              type="submit"
              variant="primary"
              className="max-tablet:h-10"
              busy={rename.isPending}
              disabled={isUnchanged || !isOnline}
            >
              Rename
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
