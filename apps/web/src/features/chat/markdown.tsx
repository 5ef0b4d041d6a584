"use client";
import { memo } from "react";
import { Streamdown } from "streamdown";
import { markdownComponents } from "./markdown-components.tsx";

const noLinkDialog = { enabled: false };

/** An agent's prose: Markdown without raw HTML, in our own elements, with a copy button on code. */
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
      className="min-w-0 break-words [&>*+*]:mt-2.5"
      skipHtml
      linkSafety={noLinkDialog}
      components={markdownComponents}
    >
      {text}
    </Streamdown>
  );
});
