// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SidebarResizer } from "./sidebar-resizer.tsx";

const onResize = vi.fn();
const edge = () => screen.getByRole("separator", { name: "Width of the sidebar" });

beforeEach(() => {
  // happy-dom captures no pointers.
  HTMLElement.prototype.setPointerCapture = vi.fn();
  onResize.mockClear();
  render(<SidebarResizer width={236} onResize={onResize} />);
});
afterEach(cleanup);

describe("the edge of the sidebar", () => {
  it("is dragged, and remembered where it is let go", () => {
    fireEvent.pointerDown(edge(), { button: 0, clientX: 236 });
    fireEvent.pointerMove(edge(), { clientX: 260 });
    fireEvent.pointerUp(edge(), { clientX: 270 });
    fireEvent.pointerMove(edge(), { clientX: 300 });
    expect(onResize.mock.calls).toEqual([
      [260, false],
      [270, true],
    ]);
  });

  it("goes back when the system takes the pointer", () => {
    fireEvent.pointerDown(edge(), { button: 0, clientX: 236 });
    fireEvent.pointerMove(edge(), { clientX: 300 });
    fireEvent.pointerCancel(edge());
    fireEvent.pointerMove(edge(), { clientX: 320 });
    fireEvent.pointerUp(edge(), { clientX: 320 });
    expect(onResize.mock.calls).toEqual([
      [300, false],
      [236, false],
    ]);
  });

  it("moves with the arrow keys", () => {
    fireEvent.keyDown(edge(), { key: "ArrowLeft" });
    expect(onResize).toHaveBeenCalledExactlyOnceWith(220, true);
  });
});
