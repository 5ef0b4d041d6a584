import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { preparePage } from "./prepare-page.ts";

const prefix = "http://localhost:3000/preview/cap/";
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

it("[PRE-5] makes the page's references absolute to its own prefix", () => {
  const { html } = preparePage(
    `<html><head><link rel="stylesheet" href="./assets/a.css"><script type="module" src="/assets/a.js"></script></head>
     <body><img src="logo.png"><img src="data:image/png;base64,AA"><img src="https://example.com/x.png"></body></html>`,
    prefix,
  );
  expect(html).toContain(`href="${prefix}assets/a.css"`);
  expect(html).toContain(`src="${prefix}assets/a.js"`);
  expect(html).toContain(`src="${prefix}logo.png"`);
  expect(html).toContain('src="data:image/png;base64,AA"');
  expect(html).toContain('src="https://example.com/x.png"');
});

it("[PRE-5] runs the bootstrap before every script of the app", () => {
  const { html } = preparePage("<script>window.app = 1</script><p>Hello</p>", prefix);
  expect(html.indexOf("second:preview:ready")).toBeGreaterThan(0);
  expect(html.indexOf("second:preview:ready")).toBeLessThan(html.indexOf("second:preview:error"));
  expect(html.indexOf("second:preview:error")).toBeLessThan(html.indexOf("window.app"));
});

it("[PRE-3] names the hash of each inline script as the browser sees it", () => {
  const { html, scriptHashes } = preparePage(
    "<head><script>let a = 1 < 2 && '</x>';</script></head>",
    prefix,
  );
  const inline = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) =>
    hashOf(text ?? ""),
  );
  expect(inline).toHaveLength(3);
  expect(scriptHashes).toEqual(inline);
});

it("[HEAL-1] lets the errors of the app's own scripts be told in full", () => {
  const { html } = preparePage(
    '<script src="a.js"></script><script src="https://example.com/b.js"></script>',
    prefix,
  );
  expect(html).toContain(`<script src="${prefix}a.js" crossorigin="">`);
  expect(html).toContain('<script src="https://example.com/b.js">');
});

it("serves a page that is no page at all", () => {
  expect(preparePage("", prefix).html).toContain("<body></body>");
});
