import { defaultKeymap } from "@codemirror/commands";
import { css } from "@codemirror/lang-css";
import { html } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { bracketMatching, foldGutter, foldKeymap, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

export interface Editor {
  show(file: { path: string; text: string; line: number | null }): void;
  /** Opens "find in file". */
  find(): void;
  destroy(): void;
}

/** A file to be read in `parent`, by mouse or keyboard; its colours are those of `code.css`, in light and dark. */
export function openEditor(parent: HTMLElement): Editor {
  const view = new EditorView({ parent });
  return {
    show({ path, text, line }) {
      view.setState(EditorState.create({ doc: text, extensions: extensionsFor(path) }));
      if (line !== null) goTo(view, line);
    },
    find: () => {
      view.focus();
      openSearchPanel(view);
    },
    destroy: () => view.destroy(),
  };
}

function goTo(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(line, doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
}

function extensionsFor(path: string): Extension[] {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ "aria-label": path, "aria-readonly": "true" }),
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    syntaxHighlighting(classHighlighter),
    keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    languageOf(path),
  ];
}

function languageOf(path: string): Extension {
  switch (path.split(".").at(-1)) {
    case "ts":
    case "tsx":
    case "js":
    case "jsx":
    case "mjs":
      return javascript({ typescript: /\.tsx?$/.test(path), jsx: /x$/.test(path) });
    case "css":
      return css();
    case "html":
      return html();
    case "json":
      return json();
    case "md":
      return markdown();
    default:
      return [];
  }
}
