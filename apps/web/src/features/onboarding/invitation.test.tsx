// @vitest-environment happy-dom
import type { SessionView } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
  user,
} from "../shell/testing/render-in-workspace.tsx";
import { Invitation } from "./invitation.tsx";

const push = vi.hoisted(() => vi.fn());
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const offer = {
  workspaceName: "Alder Freight",
  role: "admin" as const,
  invitedBy: "Grace Okafor",
  email: "ada@acme.example",
  expiresAt: "2030-01-01T00:00:00.000Z",
};
const signedIn: SessionView = { state: "ready", user, memberships: [], authMode: "none", insecure: false };
const signedOut: SessionView = { ...signedIn, state: "missing_identity", user: null };
const accept = "POST /api/invitations/token-1/accept";
const joined = { body: { workspaceId: "ws_2", slug: "alder", name: "Alder Freight", role: "admin" } };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  push.mockClear();
});

describe("an invitation", () => {
  it("joins as the person who is signed in", async () => {
    answerWith({ [accept]: joined });
    const { container } = renderInWorkspace(<Invitation token="token-1" offer={offer} session={signedIn} />);
    expect(screen.getByText("Grace Okafor invites you as an admin.")).toBeTruthy();
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Join as Ada Moreno" }));
    await waitFor(() => expect(push).toHaveBeenCalledWith("/w/alder"));
  });

  it("asks who one is first, with the invited email filled in", async () => {
    const calls = answerWith({ "POST /api/auth/identity": { body: signedIn }, [accept]: joined });
    const { container } = renderInWorkspace(<Invitation token="token-1" offer={offer} session={signedOut} />);
    expect(screen.getByLabelText<HTMLInputElement>("Email").value).toBe("ada@acme.example");
    await expectAccessible(container);
    fireEvent.change(screen.getByLabelText("Your name"), { target: { value: "Ada Moreno" } });
    fireEvent.click(screen.getByRole("button", { name: "Continue" }));
    fireEvent.click(await screen.findByRole("button", { name: "Join as Ada Moreno" }));
    await waitFor(() => expect(push).toHaveBeenCalled());
    expect(calls[0]?.body).toEqual({ displayName: "Ada Moreno", email: "ada@acme.example" });
  });

  it("[GOV-55] says the same of every link that cannot be used", async () => {
    answerWith({ [accept]: problem("invitation.unusable", 410) });
    renderInWorkspace(<Invitation token="token-1" offer={offer} session={signedIn} />);
    fireEvent.click(screen.getByRole("button", { name: "Join as Ada Moreno" }));
    await screen.findByRole("heading", { name: "This invitation can no longer be used" });
  });

  it("keeps the offer and shows why when joining failed", async () => {
    answerWith({ [accept]: problem("limit.reached", 409) });
    renderInWorkspace(<Invitation token="token-1" offer={offer} session={signedIn} />);
    fireEvent.click(screen.getByRole("button", { name: "Join as Ada Moreno" }));
    await screen.findByText("Title of limit.reached");
    expect(screen.getByText("req_42")).toBeTruthy();
  });
});
