// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { InsecureBanner } from "./insecure-banner.tsx";

afterEach(cleanup);

it("[GOV-2] warns in full and cannot be closed", () => {
  const { container } = render(<InsecureBanner />);
  expect(container.textContent).toBe(
    "Anyone who can reach this address can act as anyone here. Set up sign-in before sharing it.",
  );
  expect(container.querySelector("button, a")).toBeNull();
});
