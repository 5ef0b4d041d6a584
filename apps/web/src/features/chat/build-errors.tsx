"use client";
import { FileCode } from "lucide-react";
import type { BuildError } from "./blocks.ts";
import { errorsByFile } from "./errors-by-file.ts";

/** Opens a file at a line. */
export type OpenCode = (path: string, line: number) => void;

/** Errors of a build by file; each opens its line in the code tab. */
export function BuildErrors({ errors, onOpenCode }: { errors: readonly BuildError[]; onOpenCode: OpenCode }) {
  return (
    <ul aria-label="Errors of the build" className="text-xs">
      {errorsByFile(errors).map(({ file, errors: ofFile }) => (
        <li key={file} className="border-line border-t">
          <p className="flex items-center gap-1.5 px-3 pt-1.5 pb-0.5 font-medium">
            <FileCode aria-hidden="true" className="size-3.5 flex-none text-text-3" />
            <code className="min-w-0 truncate">{file || "The whole app"}</code>
          </p>
          <ul>
            {ofFile.map(({ line, column, code, message }) => (
              <li key={`${line}:${column}:${code}:${message}`}>
                {file ? (
                  <button
                    type="button"
                    title="Open the line"
                    onClick={() => onOpenCode(file, line)}
                    className={`${rowClass} hover:bg-hover`}
                  >
                    <Place line={line} column={column} />
                    <Words code={code} message={message} />
                  </button>
                ) : (
                  <p className={rowClass}>
                    <Words code={code} message={message} />
                  </p>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const rowClass = "flex min-h-6 w-full gap-2 px-3 py-1 text-left focus-inset";

const Place = ({ line, column }: { line: number; column: number }) => (
  <span className="w-12 flex-none text-right font-mono text-text-3">
    {line}:{column}
  </span>
);

const Words = ({ code, message }: { code: string; message: string }) => (
  <span className="min-w-0 whitespace-pre-wrap text-text-2 [overflow-wrap:anywhere]">
    {message} <span className="text-text-3">{code}</span>
  </span>
);
