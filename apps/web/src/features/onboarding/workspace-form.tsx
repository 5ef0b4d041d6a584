"use client";
import type { WorkspaceView } from "@second/contracts";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { fieldMessage, pageProblem } from "../session/problem.ts";

/** Names and creates a workspace. The person becomes its owner. */
export function WorkspaceForm({
  onDone,
  foot,
}: {
  onDone: (workspace: WorkspaceView) => void;
  foot: (button: ReactNode) => ReactNode;
}) {
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => api.post<WorkspaceView>("/api/workspaces", { name }),
    onSuccess: onDone,
  });
  const problem = create.error ? pageProblem(create.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!create.isPending && !create.isSuccess) create.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className="contents">
      <div className="grid gap-4 pr-5 pb-5 pl-13.5 max-tablet:px-3.5">
        <FormProblem problem={problem} pointers={["/name"]} />
        <Field
          label="Name of the workspace"
          help="Usually your company or team. Its apps and people belong together; you can rename it later."
          error={fieldMessage(problem, "/name")}
        >
          {(control) => (
            <Input
              {...control}
              name="organization"
              autoComplete="organization"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      {foot(
        <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
          Create workspace
        </Button>,
      )}
    </form>
  );
}
