// @vitest-environment happy-dom
import type { DeviceView } from "@second/contracts";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
  setOnline,
} from "../shell/testing/render-in-workspace.tsx";
import { DevicesPage } from "./devices-page.tsx";

const at = "2030-01-01T00:00:00.000Z";
const here: DeviceView = {
  id: "ses_1",
  device: "Chromium on Linux",
  createdAt: at,
  lastActiveAt: at,
  current: true,
};
const phone: DeviceView = {
  id: "ses_2",
  device: "Safari on iPhone",
  createdAt: at,
  lastActiveAt: at,
  current: false,
};
const list = "GET /api/auth/sessions";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the devices page", () => {
  it("[GOV-103] shows its states: loading, alone, error", async () => {
    answerWith({ [list]: "never" });
    const loading = renderInWorkspace(<DevicesPage />);
    expect(screen.getByRole("status").textContent).toBe("Loading");
    await expectAccessible(loading.container);
    cleanup();
    answerWith({ [list]: { body: { devices: [here] } } });
    const alone = renderInWorkspace(<DevicesPage />);
    await screen.findByText(/Only this device so far/);
    expect(screen.queryByRole("button", { name: /Sign out/ })).toBeNull();
    await expectAccessible(alone.container);
    cleanup();
    answerWith({ [list]: problem("system.unexpected", 500) });
    const broken = renderInWorkspace(<DevicesPage />);
    await screen.findByText("req_42");
    await expectAccessible(broken.container);
  });

  it("[GOV-24] marks this device and ends another one's session", async () => {
    let devices = [here, phone];
    answerWith({
      [list]: () => ({ body: { devices } }),
      "DELETE /api/auth/sessions/ses_2": () => {
        devices = [here];
        return { body: { revoked: 1 } };
      },
    });
    const { container } = renderInWorkspace(<DevicesPage />);
    await screen.findByText("This device");
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Sign out Safari on iPhone" }));
    await waitFor(() => expect(screen.queryByText("Safari on iPhone")).toBeNull());
  });

  it("[GOV-24] ends all other sessions after asking", async () => {
    let devices = [here, phone];
    const calls = answerWith({
      [list]: () => ({ body: { devices } }),
      "POST /api/auth/sessions/revoke-others": () => {
        devices = [here];
        return { body: { revoked: 1 } };
      },
    });
    renderInWorkspace(<DevicesPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Sign out all others" }));
    expect(calls.some(({ call }) => call.startsWith("POST"))).toBe(false);
    const dialog = await screen.findByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Sign out all others" }));
    await screen.findByText(/Only this device so far/);
  });

  it("asks again without the error of the last time", async () => {
    answerWith({
      [list]: { body: { devices: [here, phone] } },
      "POST /api/auth/sessions/revoke-others": problem("system.unavailable", 503),
    });
    renderInWorkspace(<DevicesPage />);
    const begin = async () => {
      fireEvent.click(await screen.findByRole("button", { name: "Sign out all others" }));
      return within(await screen.findByRole("dialog"));
    };
    const first = await begin();
    fireEvent.click(first.getByRole("button", { name: "Sign out all others" }));
    await first.findByText(/Title of system.unavailable/);
    fireEvent.click(first.getByRole("button", { name: "Cancel" }));
    expect((await begin()).queryByText(/Title of system.unavailable/)).toBeNull();
  });

  it("[GOV-103] disables actions while offline", async () => {
    setOnline(false);
    answerWith({ [list]: { body: { devices: [here, phone] } } });
    renderInWorkspace(<DevicesPage />);
    const button = await screen.findByRole<HTMLButtonElement>("button", {
      name: "Sign out Safari on iPhone",
    });
    expect(button.disabled).toBe(true);
  });
});
