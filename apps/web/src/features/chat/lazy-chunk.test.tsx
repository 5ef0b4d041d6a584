// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import { LazyChunk } from "./lazy-chunk.tsx";
import { PlanCard } from "./plan-card.tsx";

let leaveView: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      readonly #tell: (entries: { isIntersecting: boolean; boundingClientRect: DOMRect }[]) => void;
      readonly #isOfChunk: boolean;
      constructor(tell: (entries: object[]) => void, options: { root?: Element } = {}) {
        this.#tell = tell;
        this.#isOfChunk = options.root !== undefined;
      }
      observe(element: Element) {
        const boundingClientRect = element.getBoundingClientRect();
        if (this.#isOfChunk) leaveView = () => this.#tell([{ isIntersecting: false, boundingClientRect }]);
      }
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (content: ReactNode) =>
  renderInWorkspace(
    <div role="log">
      <LazyChunk startsNear estimatedHeightPx={100}>
        {() => content}
      </LazyChunk>
    </div>,
  );

describe("a run of blocks that went out of view", () => {
  it("is put away", () => {
    show(<p>Read a file.</p>);
    act(() => leaveView());
    expect(screen.queryByText("Read a file.")).toBeNull();
  });

  it("[CARD-1] keeps an open plan with what was marked and half written in it", () => {
    const plan = {
      title: "Vendor renewals",
      overview: "One list.",
      features: [],
      dataFlow: null,
      agents: null,
      backend: null,
      assumptions: ["Costs are yearly."],
    };
    show(
      <PlanCard
        card={{ callId: "call_1", plan, title: plan.title, cardHash: "hash", decision: null }}
        state="open"
        onDecide={async () => undefined}
        onShown={() => undefined}
      />,
    );
    fireEvent.click(screen.getByRole("radio", { name: "No, change" }));
    fireEvent.change(screen.getByLabelText("What should change?"), { target: { value: "They are mon" } });
    act(() => leaveView());
    expect(screen.getByLabelText<HTMLTextAreaElement>("What should change?").value).toBe("They are mon");
    expect(screen.getByRole("radio", { name: "No, change" }).getAttribute("aria-checked")).toBe("true");
  });
});
