"use client";
import { isValidElement, type ReactNode } from "react";
import type { Components } from "streamdown";
import { CopyButton } from "../../ui/copy-button.tsx";

/** The page's own headings end at two: what an agent writes begins below them. */
const LargeHeading = ({ children }: { children?: ReactNode }) => (
  <h3 className="mt-5 text-md first:mt-0">{children}</h3>
);
const SmallHeading = ({ children }: { children?: ReactNode }) => (
  <h4 className="mt-4 text-base first:mt-0">{children}</h4>
);

/** An agent's link opens apart and learns nothing of this page. What is no address is only text. */
function Link({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  if (!href || !/^(?:https?|mailto):/.test(href)) return <span>{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent-text underline decoration-accent-line underline-offset-2 hover:decoration-current"
    >
      {children}
    </a>
  );
}

function CodeBlock({ className, children }: { className?: string | undefined; children?: ReactNode }) {
  const code = textOf(children).replace(/\n$/, "");
  const language = className?.match(/language-([\w+-]+)/)?.[1];
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex h-8 items-center justify-between pr-1 pl-3 font-mono text-text-3 text-xs">
        {language ?? "text"}
        <CopyButton text={code} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto border-line border-t bg-surface px-3 py-2 text-xs leading-5 focus-inset"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(textOf).join("");
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : "";
}

/** Every element an agent's Markdown can become; pictures of elsewhere are not fetched, only named. */
export const markdownComponents: Components = {
  h1: ({ children }) => <LargeHeading>{children}</LargeHeading>,
  h2: ({ children }) => <LargeHeading>{children}</LargeHeading>,
  h3: ({ children }) => <SmallHeading>{children}</SmallHeading>,
  h4: ({ children }) => <SmallHeading>{children}</SmallHeading>,
  h5: ({ children }) => <SmallHeading>{children}</SmallHeading>,
  h6: ({ children }) => <SmallHeading>{children}</SmallHeading>,
  p: ({ children }) => <p className="text-pretty leading-5.5">{children}</p>,
  strong: ({ children }) => <strong className="font-strong">{children}</strong>,
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  img: ({ src, alt }) => <Link href={typeof src === "string" ? src : undefined}>{alt || "Picture"}</Link>,
  ul: ({ children }) => (
    <ul className="list-disc space-y-1 pl-5 leading-5.5 marker:text-text-3 [&_ul]:mt-1">{children}</ul>
  ),
  ol: ({ children, start }) => (
    <ol
      start={start}
      className="list-decimal space-y-1 pl-6 leading-5.5 marker:text-text-3 marker:tabular-nums"
    >
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="[&>ol]:mt-1 [&>p+*]:mt-1 [&>ul]:mt-1">{children}</li>,
  blockquote: ({ children }) => (
    <blockquote className="border-line-strong border-l-2 pl-3 text-text-2">{children}</blockquote>
  ),
  hr: () => <hr className="border-line" />,
  inlineCode: ({ children }) => (
    <code className="rounded-sm border border-line bg-sunken px-1 py-px text-[0.87em] [overflow-wrap:anywhere]">
      {children}
    </code>
  ),
  code: ({ className, children }) => <CodeBlock className={className}>{children}</CodeBlock>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-lg border border-line focus-inset">
      <table className="w-full text-left text-sm">{children}</table>
    </div>
  ),
  thead: ({ children }) => <thead className="bg-sunken text-text-2">{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr className="border-line not-first:border-t">{children}</tr>,
  th: ({ children, style }) => (
    <th style={style} className="whitespace-nowrap px-3 py-1.5 font-medium">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border-line border-t px-3 py-1.5 align-top">
      {children}
    </td>
  ),
};
