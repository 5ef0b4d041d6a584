"use client";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import type { Editor } from "./editor.ts";

interface CodeViewProps {
  path: string;
  text: string;
  line: number | null;
  /** Another number brings the line into view again. */
  visit: number;
}

/** A file's text with line numbers, colours and "find in file". The editor itself is loaded when first needed. */
export function CodeView({ path, text, line, visit }: CodeViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  useEffect(() => {
    let opened: Editor | null = null;
    let isGone = false;
    void import("./editor.ts").then(({ openEditor }) => {
      if (isGone || !place.current) return;
      opened = openEditor(place.current);
      setEditor(opened);
    });
    return () => {
      isGone = true;
      opened?.destroy();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit goes to the line anew
  useEffect(() => editor?.show({ path, text, line }), [editor, path, text, line, visit]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div ref={place} className="code min-h-0 flex-1 overflow-hidden" />
      {!editor && <SkeletonRows className="absolute inset-0" />}
      <IconButton
        label="Find in this file"
        shortcut="⌘F"
        size="sm"
        onClick={() => editor?.find()}
        className="absolute right-3 bottom-3 border-line bg-raised shadow-sm"
      >
        <Search aria-hidden="true" />
      </IconButton>
    </div>
  );
}
