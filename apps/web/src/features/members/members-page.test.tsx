// @vitest-environment happy-dom
import type { InvitationView, MemberView } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
  setOnline,
} from "../shell/testing/render-in-workspace.tsx";
import { MembersPage } from "./members-page.tsx";

const at = "2030-01-01T00:00:00.000Z";
const ada: MemberView = {
  userId: "usr_1",
  name: "Ada Moreno",
  email: "ada@acme.example",
  role: "owner",
  joinedAt: at,
};
const tomas: MemberView = {
  userId: "usr_2",
  name: "Tomás Lindqvist",
  email: "t@acme.example",
  role: "member",
  joinedAt: at,
};
const pending: InvitationView = {
  id: "inv_1",
  email: "grace@acme.example",
  role: "member",
  status: "pending",
  invitedBy: "Ada Moreno",
  createdAt: at,
  expiresAt: at,
};
const members = "GET /api/workspaces/ws_1/members";
const invitations = "GET /api/workspaces/ws_1/invitations";
const none = { [invitations]: { body: { invitations: [] } } };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the members page", () => {
  it("[GOV-103] shows skeleton rows while it loads", async () => {
    answerWith({ [members]: "never", [invitations]: "never" });
    const { container } = renderInWorkspace(<MembersPage />);
    expect(screen.getAllByRole("status").map(({ textContent }) => textContent)).toEqual([
      "Loading",
      "Loading",
    ]);
    await expectAccessible(container);
  });

  it("[GOV-103] says what to do while one is alone", async () => {
    answerWith({ [members]: { body: { members: [ada] } }, ...none });
    const { container } = renderInWorkspace(<MembersPage />);
    await screen.findByText("Only you so far. Invite someone.");
    expect(screen.getByText("Nobody is invited. Links you create are listed here.")).toBeTruthy();
    await expectAccessible(container);
  });

  it("[GOV-103] shows an error with a request id to copy, and tries again", async () => {
    let isBroken = true;
    answerWith({
      [members]: () => (isBroken ? problem("system.unexpected", 500) : { body: { members: [ada] } }),
      ...none,
    });
    const { container } = renderInWorkspace(<MembersPage />);
    const alert = await screen.findByRole("alert");
    expect(within(alert).getByText("req_42")).toBeTruthy();
    expect(within(alert).getByRole("button", { name: "Copy id" })).toBeTruthy();
    await expectAccessible(container);
    isBroken = false;
    fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    await screen.findByText("Ada Moreno");
  });

  it("[GOV-103] shows when invitations could not be loaded, while members stay", async () => {
    answerWith({
      [members]: { body: { members: [ada] } },
      [invitations]: problem("system.unexpected", 500),
    });
    const { container } = renderInWorkspace(<MembersPage />);
    await screen.findByText("Invitations could not be loaded");
    expect(await screen.findByText("ada@acme.example")).toBeTruthy();
    await expectAccessible(container);
  });

  it("[GOV-103] leaves out what a member may not do", async () => {
    answerWith({
      [members]: {
        body: {
          members: [
            { ...ada, userId: "usr_9" },
            { ...tomas, userId: "usr_1" },
          ],
        },
      },
    });
    const { container } = renderInWorkspace(<MembersPage />, "member");
    await screen.findByText("Ada Moreno");
    expect(screen.queryByRole("button", { name: "Invite" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Remove/ })).toBeNull();
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByText("Invitations")).toBeNull();
    await expectAccessible(container);
  });

  it("[GOV-103] disables actions while offline", async () => {
    setOnline(false);
    answerWith({
      [members]: { body: { members: [ada, tomas] } },
      [invitations]: { body: { invitations: [pending] } },
    });
    renderInWorkspace(<MembersPage />);
    await screen.findByRole("button", { name: "Remove Tomás Lindqvist" });
    await screen.findByText("grace@acme.example");
    for (const name of ["Invite", "Leave workspace", /Remove/, /New link/, /Revoke/])
      expect(screen.getByRole<HTMLButtonElement>("button", { name }).disabled).toBe(true);
  });

  it("removes a member after asking, and keeps the dialog with the reason when refused", async () => {
    let refuses = true;
    const calls = answerWith({
      [members]: () => ({ body: { members: refuses ? [ada, tomas] : [ada] } }),
      ...none,
      "DELETE /api/workspaces/ws_1/members/usr_2": () =>
        refuses ? problem("access.forbidden", 403) : { body: { removed: true } },
    });
    renderInWorkspace(<MembersPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Remove Tomás Lindqvist" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
    await within(dialog).findByText("Title of access.forbidden");
    refuses = false;
    fireEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.filter(({ call }) => call.startsWith("DELETE"))).toHaveLength(2);
  });

  it("[GOV-52] shows the link of a new invitation once, with who can use it", async () => {
    const link = "http://localhost:3000/invite/secret";
    const calls = answerWith({
      [members]: { body: { members: [ada] } },
      ...none,
      "POST /api/workspaces/ws_1/invitations": { status: 201, body: { ...pending, link } },
    });
    renderInWorkspace(<MembersPage />);
    fireEvent.click(screen.getByRole("button", { name: "Invite" }));
    fireEvent.change(await screen.findByLabelText("Email"), { target: { value: "grace@acme.example" } });
    fireEvent.click(screen.getByRole("button", { name: "Create invitation" }));
    const field = await screen.findByLabelText<HTMLInputElement>("Invitation link");
    expect(field.value).toBe(link);
    expect(screen.getByText("Anyone with this link can join as a member.")).toBeTruthy();
    await expectAccessible(screen.getByRole("dialog"));
    expect(calls.find(({ call }) => call.startsWith("POST"))?.body).toEqual({
      email: "grace@acme.example",
      role: "member",
    });
    fireEvent.click(screen.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(document.body.textContent).not.toContain("secret"));
  });

  it("puts a refused email beside its field and keeps what was typed", async () => {
    answerWith({
      [members]: { body: { members: [ada] } },
      ...none,
      "POST /api/workspaces/ws_1/invitations": {
        status: 400,
        body: {
          ...problem("request.invalid", 400).body,
          fields: [{ pointer: "/email", message: "must be an email address" }],
        },
      },
    });
    renderInWorkspace(<MembersPage />);
    fireEvent.click(screen.getByRole("button", { name: "Invite" }));
    const field = await screen.findByLabelText<HTMLInputElement>("Email");
    fireEvent.change(field, { target: { value: "grace" } });
    fireEvent.click(screen.getByRole("button", { name: "Create invitation" }));
    await screen.findByText("must be an email address");
    expect(field.value).toBe("grace");
    expect(field.getAttribute("aria-invalid")).toBe("true");
  });
});
