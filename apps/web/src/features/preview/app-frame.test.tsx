// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { renderInWorkspace } from "../shell/testing/render-in-workspace.tsx";
import { AppFrame } from "./app-frame.tsx";

const nothing = () => undefined;
function Panel() {
  const [url, setUrl] = useState("/preview/evening/");
  return (
    <>
      <button type="button" onClick={() => setUrl("/preview/morning/")}>
        Sleep
      </button>
      <AppFrame
        appId="app_1"
        appName="Vendor renewals"
        url={url}
        initialRoute="/list"
        isShown
        onReady={nothing}
        onRoute={nothing}
        onLink={nothing}
        onTold={nothing}
      />
    </>
  );
}
const frame = () => screen.getByTitle<HTMLIFrameElement>("Vendor renewals");

afterEach(cleanup);

it("keeps a running app when its address is renewed, and loads it from the new one the next time", () => {
  renderInWorkspace(<Panel />);
  const running = frame();
  const src = running.getAttribute("src");
  expect(src).toContain("/preview/evening/?second-route=%2Flist");
  fireEvent.click(screen.getByRole("button", { name: "Sleep" }));
  expect(frame()).toBe(running);
  expect(running.getAttribute("src")).toBe(src);
  fireEvent.load(running);
  fireEvent.load(running);
  expect(frame()).not.toBe(running);
  expect(frame().getAttribute("src")).toContain("/preview/morning/?second-route=%2Flist");
});
