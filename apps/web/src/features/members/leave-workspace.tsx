"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { useOnline } from "../session/use-online.ts";
import { useWorkspace, useWorkspaceView } from "../shell/workspace-context.tsx";

/** Leaving for good; the last owner is told to name another first. */
export function LeaveWorkspace() {
  const { workspaceId } = useWorkspace();
  const { workspace } = useWorkspaceView();
  const isOnline = useOnline();
  const [isOpen, setOpen] = useState(false);
  const leave = useMutation({
    mutationFn: () => api.post(`/api/workspaces/${workspaceId}/leave`),
    onSuccess: () => location.assign("/"),
  });
  return (
    <>
      <Button
        variant="danger-quiet"
        size="sm"
        disabled={!isOnline}
        onClick={() => {
          leave.reset();
          setOpen(true);
        }}
      >
        Leave workspace
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Leave ${workspace?.name}?`}
        description="You lose access to its apps. To come back, someone has to invite you again. Apps you made stay."
        confirmLabel="Leave workspace"
        busy={leave.isPending || leave.isSuccess}
        problem={leave.error ? <FormProblem problem={pageProblem(leave.error)} /> : null}
        onConfirm={() => leave.mutate()}
      />
    </>
  );
}
