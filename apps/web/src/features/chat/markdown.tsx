"use client";
import { memo } from "react";
import { Streamdown } from "streamdown";

/** An agent's prose: Markdown without raw HTML, links that ask nobody for anything, code with a copy button. */
export const Markdown = memo(function Markdown({
  text,
  isStreaming,
}: {
  text: string;
  isStreaming: boolean;
}) {
  return (
    <Streamdown
      mode={isStreaming ? "streaming" : "static"}
      className="prose"
      skipHtml
      controls={{ code: true, table: false, mermaid: false }}
    >
      {text}
    </Streamdown>
  );
});
