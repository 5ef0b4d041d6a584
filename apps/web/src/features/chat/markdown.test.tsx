// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Markdown } from "./markdown.tsx";

const show = (text: string, isStreaming = false) =>
  render(<Markdown text={text} isStreaming={isStreaming} />).container;

afterEach(cleanup);

describe("an agent's Markdown", () => {
  it("opens links apart and tells them nothing", () => {
    show("See [terms](https://example.com/terms).");
    const link = screen.getByRole("link", { name: "terms" });
    expect([link.getAttribute("href"), link.getAttribute("target"), link.getAttribute("rel")]).toEqual([
      "https://example.com/terms",
      "_blank",
      "noopener noreferrer",
    ]);
  });

  it("runs nothing and fetches nothing", () => {
    const container = show(
      '<script>alert(1)</script><img src="https://a.example/x.png" onerror="alert(1)">\n\n' +
        "[bad](javascript:alert(1)) ![chart](https://a.example/chart.png)",
    );
    expect(container.querySelector("script, img, iframe, [onerror]")).toBeNull();
    expect(container.innerHTML).not.toContain("javascript:");
    expect(screen.getByRole("link", { name: "chart" }).getAttribute("href")).toBe(
      "https://a.example/chart.png",
    );
  });

  it("begins headings below the page's own, and copies code", () => {
    show("# Title\n\n```ts\nconst a = 1;\n```\n\nUse `a`.");
    expect(screen.getByRole("heading", { level: 3, name: "Title" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Copy" })).toBeTruthy();
    expect(screen.getByText("const a = 1;")).toBeTruthy();
    expect(screen.getByText("a").tagName).toBe("CODE");
  });

  it("shows what has come so far of an open code block", () => {
    show("```ts\nconst a", true);
    expect(screen.getByText("const a")).toBeTruthy();
  });
});
