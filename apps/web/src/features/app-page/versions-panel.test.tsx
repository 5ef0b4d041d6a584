// @vitest-environment happy-dom
import type { AppView, VersionView } from "@second/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "../session/query-keys.ts";
import {
  type Answers,
  answerWith,
  expectAccessible,
  problem,
  renderInWorkspace,
} from "../shell/testing/render-in-workspace.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

const app = {
  id: "app_1",
  workspaceId: "ws_1",
  runState: "completed",
  draftVersionId: "ver_3",
} as unknown as AppView; // what the panel reads of it
const version = (number: number): VersionView => ({
  id: `ver_${number}`,
  number,
  contentHash: "h",
  parentId: null,
  origin: number === 2 ? "restore" : "build",
  createdAt: "2030-01-01T00:00:00.000Z",
  createdBy: { id: "usr_1", name: "Ada Moreno" },
  turnId: null,
  summary: `Change ${number}`,
  filesChanged: number,
  sizeBytes: 40_960,
});
const path = "/api/workspaces/ws_1/apps/app_1/versions";
const list = `GET ${path}`;
const three = { body: { versions: [3, 2, 1].map(version), nextCursor: null } };
const files = (number: number, sourceManifest: object) => ({ body: { ...version(number), sourceManifest } });

const onPreview = vi.fn();
function Panel({
  canEdit = true,
  runState = "completed" as AppView["runState"],
  opened = null as string | null,
}) {
  const [compared, setCompared] = useState<string | null>(opened);
  return (
    <VersionsPanel
      app={{ ...app, runState }}
      canEdit={canEdit}
      onPreview={onPreview}
      compared={compared}
      onCompare={setCompared}
    />
  );
}
function Hint() {
  const client = useQueryClient();
  const look = () => void client.invalidateQueries({ queryKey: queryKeys.app("ws_1", "app_1") });
  return (
    <button type="button" onClick={look}>
      Hint
    </button>
  );
}
/** Renders often, as a page does while an answer is written. */
function Streaming({ watched }: { watched: AppView }) {
  const [words, setWords] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setWords(words + 1)}>
        {words} words
      </button>
      <VersionsPanel app={watched} canEdit onPreview={onPreview} compared={null} onCompare={onPreview} />
    </>
  );
}
const show = (answers: Answers, props: Parameters<typeof Panel>[0] = {}) => {
  const calls = answerWith(answers);
  const { container } = renderInWorkspace(
    <>
      <Hint />
      <Panel {...props} />
    </>,
  );
  return { calls, container };
};
const rows = () => within(screen.getByRole("list", { name: "Versions" })).getAllByRole("listitem");

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  onPreview.mockClear();
});

describe("versions", () => {
  it("[SEE-1] are skeleton rows while they load", async () => {
    const { container } = show({ [list]: "never" });
    expect(screen.getByRole("status").textContent).toBe("Loading");
    await expectAccessible(container);
  });

  it("[SEE-1] say what they are while there are none", async () => {
    const { container } = show({ [list]: { body: { versions: [], nextCursor: null } } });
    await screen.findByText("No version yet");
    await expectAccessible(container);
  });

  it("[SEE-1] say what is wrong, and try again", async () => {
    let isBroken = true;
    const { container } = show({
      [list]: () => (isBroken ? problem("system.unavailable", 503) : three),
    });
    await screen.findByText("Versions could not be loaded");
    await expectAccessible(container);
    isBroken = false;
    fireEvent.click(screen.getByRole("button", { name: /Try again/ }));
    await screen.findByText("Change 3");
  });

  it("[VER-4] show number, summary, author, origin and files changed", async () => {
    const { container } = show({ [list]: three });
    await screen.findByText("Change 3");
    const [newest, restored] = rows();
    expect(newest?.textContent).toContain("v3");
    expect(newest?.textContent).toContain("Current");
    expect(restored?.textContent).toContain("Ada Moreno");
    expect(restored?.textContent).toContain("Restored");
    expect(restored?.textContent).toContain("2 files changed, 40 KB");
    await expectAccessible(container);
  });

  it("[VER-4] are looked at and restored; the current one needs no restoring", async () => {
    const { calls } = show({ [list]: three, [`POST ${path}/ver_1/restore`]: { body: version(4) } });
    await screen.findByText("Change 3");
    expect(screen.queryByRole("button", { name: "Restore version 3" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Preview version 2" }));
    expect(onPreview).toHaveBeenCalledWith("ver_2");
    fireEvent.click(screen.getByRole("button", { name: "Restore version 1" }));
    await waitFor(() => expect(calls.map(({ call }) => call)).toContain(`POST ${path}/ver_1/restore`));
  });

  it("[VER-3] cannot be restored while the agent works, and not at all by those who may not edit", async () => {
    show({ [list]: three }, { runState: "running" });
    await screen.findByText("Change 3");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Restore version 1" }).disabled).toBe(true);
    cleanup();
    show({ [list]: three }, { canEdit: false });
    await screen.findByText("Change 3");
    expect(screen.queryByRole("button", { name: /^Restore/ })).toBeNull();
  });

  it("[VER-4] are compared with the one before, file by file", async () => {
    const { container, calls } = show({
      [list]: three,
      [`GET ${path}/ver_2`]: files(2, { "a.ts": { sha256: "1", sizeBytes: 9 } }),
      [`GET ${path}/ver_3`]: files(3, {
        "a.ts": { sha256: "2", sizeBytes: 9 },
        "big.ts": { sha256: "3", sizeBytes: 900_000 },
      }),
      [`GET ${path}/ver_2/files/a.ts`]: { body: "one" },
      [`GET ${path}/ver_3/files/a.ts`]: { body: "two" },
    });
    await screen.findByText("Change 3");
    expect(screen.queryByRole("button", { name: "Compare version 1" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Compare version 3" }));
    const changed = await screen.findByRole("region", { name: "Changes of a.ts" });
    expect(changed.textContent).toContain('"two"');
    fireEvent.click(screen.getByRole("button", { name: /big\.ts/ }));
    expect(screen.getByText("Too large to compare here: 879 KB.")).toBeTruthy();
    expect(calls.some(({ call }) => call.endsWith("big.ts"))).toBe(false);
    await expectAccessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Close the comparison" }));
    expect(screen.queryByRole("region", { name: "Comparison" })).toBeNull();
  });

  it("are not drawn anew with each word of an answer beside them", async () => {
    let reads = 0;
    const watched = {
      ...app,
      get draftVersionId() {
        reads += 1;
        return "ver_3";
      },
    };
    answerWith({ [list]: three });
    renderInWorkspace(<Streaming watched={watched} />);
    await screen.findByText("Change 3");
    const before = reads;
    fireEvent.click(screen.getByRole("button", { name: "0 words" }));
    expect(screen.getByRole("button", { name: "1 words" })).toBeTruthy();
    expect(reads).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  it("are read once: a hint makes only their list fresh", async () => {
    const { calls } = show(
      {
        [list]: three,
        [`GET ${path}/ver_2`]: files(2, {}),
        [`GET ${path}/ver_3`]: files(3, {}),
      },
      { opened: "ver_3" },
    );
    await screen.findByText("Their files are the same.");
    fireEvent.click(screen.getByRole("button", { name: "Hint" }));
    await waitFor(() => expect(calls.filter(({ call }) => call === list)).toHaveLength(2));
    expect(calls).toHaveLength(4);
  });

  describe("on several pages", () => {
    /** One version a page. */
    const paged: Answers = {
      [list]: ({ cursor }) => {
        const number = Number(cursor ?? 3);
        return { body: { versions: [version(number)], nextCursor: number > 1 ? String(number - 1) : null } };
      },
      [`GET ${path}/ver_1`]: files(1, {}),
      [`GET ${path}/ver_2`]: files(2, {}),
      [`GET ${path}/ver_3`]: files(3, {}),
    };

    it("[VER-4] are compared with the one before, wherever it lies", async () => {
      show(paged);
      await screen.findByText("Change 3");
      fireEvent.click(screen.getByRole("button", { name: "Compare version 3" }));
      expect(screen.getByText("Loading")).toBeTruthy();
      await screen.findByText("Their files are the same.");
      expect(rows()).toHaveLength(2);
    });

    it("[VER-4] are looked for until the one to compare is there", async () => {
      show(paged, { opened: "ver_2" });
      await screen.findByText("Their files are the same.");
      expect(rows()).toHaveLength(3);
    });

    it("say so when the one before cannot be loaded, and ask no more", async () => {
      const { calls } = show({
        ...paged,
        [list]: ({ cursor }) =>
          cursor === undefined
            ? { body: { versions: [version(3)], nextCursor: "2" } }
            : problem("system.unavailable", 503),
      });
      await screen.findByText("Change 3");
      fireEvent.click(screen.getByRole("button", { name: "Compare version 3" }));
      await screen.findByText("Title of system.unavailable");
      expect(screen.queryByText("Loading")).toBeNull();
      expect(calls.filter(({ call }) => call === list)).toHaveLength(2);
    });
  });
});
