// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createRef, useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Composer, type ComposerHandle, type ComposerProps } from "./composer.tsx";

afterEach(cleanup);

function Held({ initial = "", ...props }: Partial<ComposerProps> & { initial?: string }) {
  const [text, setText] = useState(initial);
  return (
    <Composer
      value={text}
      onChange={setText}
      onSubmit={() => {}}
      label="Describe the app you need"
      placeholder="…"
      submitLabel="Build"
      {...props}
    />
  );
}

const field = () => screen.getByLabelText<HTMLTextAreaElement>("Describe the app you need");
const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Build" });

describe("the composer", () => {
  it("[HOME-3] sends with Enter, and with Shift+Enter does not", () => {
    const onSubmit = vi.fn();
    render(<Held initial="a list" onSubmit={onSubmit} />);
    fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
    expect(onSubmit).not.toHaveBeenCalled();
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onSubmit).toHaveBeenCalledTimes(1);
  });

  it("[HOME-3] never sends while an input method is confirmed", () => {
    const onSubmit = vi.fn();
    render(<Held initial="かな" onSubmit={onSubmit} />);
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("sends nothing that is blank", () => {
    const onSubmit = vi.fn();
    render(<Held initial="  " onSubmit={onSubmit} />);
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onSubmit).not.toHaveBeenCalled();
    expect(button().disabled).toBe(true);
  });

  it("sends once while it waits", () => {
    const onSubmit = vi.fn();
    render(<Held initial="a list" busy onSubmit={onSubmit} />);
    fireEvent.keyDown(field(), { key: "Enter" });
    fireEvent.click(button());
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("[HOME-5] says why it cannot send and keeps the text", () => {
    const onSubmit = vi.fn();
    render(
      <Held initial="a list" blocked="You are offline." sheet="Billed by the provider" onSubmit={onSubmit} />,
    );
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onSubmit).not.toHaveBeenCalled();
    expect(field().value).toBe("a list");
    expect(screen.getByRole("status").textContent).toBe("You are offline.");
    expect(screen.queryByText("Billed by the provider")).toBeNull();
  });

  it("[HOME-1] fills with the caret at the end, without sending", () => {
    const onSubmit = vi.fn();
    const handle = createRef<ComposerHandle>();
    render(<Held onSubmit={onSubmit} ref={handle} />);
    handle.current?.fill("Track vendors");
    expect(field().value).toBe("Track vendors");
    expect([field().selectionStart, field().selectionEnd]).toEqual([13, 13]);
    expect(document.activeElement).toBe(field());
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("says how much too long a text is", () => {
    render(<Held initial={"x".repeat(25)} lengthMax={20} />);
    expect(screen.getByRole("status").textContent).toContain("5 characters too long");
    expect(button().disabled).toBe(true);
  });
});
