import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type DefaultTreeAdapterMap, html, parse, serialize, defaultTreeAdapter as tree } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

const ours = ["bootstrap", "report-errors"].map((name) =>
  readFileSync(new URL(`./${name}.browser.js`, import.meta.url), "utf8"),
);
const referencing: Record<string, string> = { script: "src", link: "href", img: "src", source: "src" };

export interface PreparedPage {
  html: string;
  /** CSP sources of the page's inline scripts, such as `'sha256-…'`. */
  scriptHashes: string[];
}

/** An app's `index.html` as its frame gets it: references absolute to `prefix`, our scripts first. */
export function preparePage(source: string, prefix: string): PreparedPage {
  const document = parse(source);
  const inline: string[] = [];
  let head: Element | null = null;

  const visit = (node: Node): void => {
    if ("tagName" in node) {
      if (node.tagName === "head") head = node;
      const name = referencing[node.tagName];
      for (const attribute of node.attrs)
        if (attribute.name === name) attribute.value = absolute(attribute.value, prefix);
      if (node.tagName === "script" && !attributeOf(node, "src")) inline.push(textOf(node));
      // The page has no origin, so without this its own scripts' errors would be told without a word.
      if (node.tagName === "script" && attributeOf(node, "src")?.value.startsWith(prefix))
        if (!attributeOf(node, "crossorigin")) node.attrs.push({ name: "crossorigin", value: "" });
    }
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(document);

  const target: Element | null = head; // parse5 always makes a head
  if (target) {
    const first = (target as Element).childNodes[0];
    for (const text of ours) {
      const script = tree.createElement("script", html.NS.HTML, [{ name: "data-base", value: prefix }]);
      tree.insertText(script, text);
      if (first) tree.insertBefore(target, script, first);
      else tree.appendChild(target, script);
    }
  }
  return {
    html: serialize(document),
    scriptHashes: [...ours, ...inline].map(
      (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
    ),
  };
}

const attributeOf = (element: Element, name: string) => element.attrs.find((each) => each.name === name);

function textOf(element: Element): string {
  return element.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
}

/** `./a.js`, `/a.js` and `a.js` are files of the artifact; whole addresses stay as they are. */
function absolute(reference: string, prefix: string): string {
  if (reference === "" || /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(reference)) return reference;
  return prefix + reference.replace(/^(?:\.?\/)+/, "");
}
