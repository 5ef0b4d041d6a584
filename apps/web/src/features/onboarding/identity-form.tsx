"use client";
import type { SessionView } from "@second/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { fieldMessage, pageProblem } from "../session/problem.ts";
import { queryKeys } from "../session/query-keys.ts";

export interface IdentityFormProps {
  /** Filled in before, for example from an invitation. */
  email?: string;
  submitLabel: string;
  onDone: (session: SessionView) => void;
  /** Wraps the button, so that it can stand in the card's foot. */
  foot: (button: ReactNode) => ReactNode;
}

/** Who you are, where the mode takes people at their word. A known email signs in as that person. */
export function IdentityForm({ email: given = "", submitLabel, onDone, foot }: IdentityFormProps) {
  const [displayName, setName] = useState("");
  const [email, setEmail] = useState(given);
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.post<SessionView>("/api/auth/identity", { displayName, email }),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(queryKeys.session, session);
      onDone(session);
    },
  });
  const problem = send.error ? pageProblem(send.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!send.isPending && !send.isSuccess) send.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className="contents">
      <div className="grid gap-4 pr-5 pb-5 pl-13.5 max-tablet:px-3.5">
        <FormProblem problem={problem} pointers={["/displayName", "/email"]} />
        <Field label="Your name" error={fieldMessage(problem, "/displayName")}>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              value={displayName}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Email"
          help="It is how you are recognised here next time. Nothing is sent to it."
          error={fieldMessage(problem, "/email")}
        >
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
      </div>
      {foot(
        <Button type="submit" variant="primary" busy={send.isPending || send.isSuccess}>
          {submitLabel}
        </Button>,
      )}
    </form>
  );
}
