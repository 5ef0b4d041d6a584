"use client";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { flushSync } from "react-dom";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { isSendKey } from "./send-key.ts";

export interface ComposerHandle {
  focus(): void;
  /** Puts a text in with the caret at its end. Never sends. */
  fill(text: string): void;
}

export interface ComposerProps {
  value: string;
  onChange: (value: string) => void;
  /** Called with text in the field, not busy and not blocked. */
  onSubmit: () => void;
  /** The field's name, not shown. */
  label: string;
  placeholder: string;
  /** The send button's content. */
  submitLabel: ReactNode;
  /** Waits for the server to accept what was sent. */
  busy?: boolean;
  /** Why nothing can be sent now; shown beneath, and the text stays. */
  blocked?: ReactNode;
  /** Controls at the left of the bar: attach, runtime picker. */
  left?: ReactNode;
  /** Controls before the send button: stop, queue. */
  right?: ReactNode;
  /** The sheet beneath: what it will take. */
  sheet?: ReactNode;
  /** `large` for a page of its own, `compact` beneath a conversation. */
  size?: "large" | "compact";
  lengthMax?: number;
  ref?: Ref<ComposerHandle>;
  className?: string;
}

const heightMaxPx = { large: 320, compact: 200 } as const;

/** Two sheets: the upper one is the person's, the lower one says what it will take. Enter sends, Shift+Enter breaks. */
export function Composer(props: ComposerProps) {
  const { value, onChange, onSubmit, busy = false, blocked, size = "large", lengthMax } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const isTooLong = lengthMax !== undefined && value.trim().length > lengthMax;
  const reason = isTooLong
    ? `This is ${(value.trim().length - lengthMax).toLocaleString("en")} characters too long.`
    : blocked;
  const canSend = value.trim() !== "" && !busy && !reason;

  useImperativeHandle(props.ref, () => ({
    focus: () => field.current?.focus(),
    fill(text) {
      // The caret can only be placed once the text stands in the field.
      flushSync(() => onChange(text));
      field.current?.focus();
      field.current?.setSelectionRange(text.length, text.length);
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, heightMaxPx[size])}px`;
  }, [value, size]);

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (!isSendKey(event.nativeEvent)) return;
    event.preventDefault();
    if (canSend) onSubmit();
  }

  const lower = reason || props.sheet;
  return (
    <div className={cn("relative", props.className)}>
      <div className="relative z-1 rounded-xl border border-control-line bg-surface shadow-md transition-[border-color] duration-(--dur-1) focus-within:border-focus focus-within:outline-1 focus-within:outline-focus">
        <label htmlFor={id} className="sr-only">
          {props.label}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={1}
          value={value}
          placeholder={props.placeholder}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          aria-invalid={isTooLong || undefined}
          aria-describedby={lower ? `${id}-sheet` : undefined}
          className={cn(
            "block w-full resize-none overflow-y-auto bg-transparent outline-none",
            size === "large"
              ? "min-h-23 px-4.5 pt-4 pb-1 text-md max-tablet:min-h-30"
              : "min-h-11 px-3.5 pt-3 pb-1 text-base leading-5.5",
            "max-tablet:text-[16px]",
          )}
        />
        <div
          className={cn(
            "flex items-center gap-1",
            size === "large" ? "px-2.5 pt-2 pb-2.5" : "px-2 pt-1.5 pb-2",
          )}
        >
          {props.left}
          <span className="ml-auto flex items-center gap-1.5">
            {props.right}
            <Button
              variant={canSend || busy ? "primary" : "secondary"}
              size={size === "large" ? "md" : "sm"}
              className="max-tablet:h-10"
              busy={busy}
              disabled={!canSend && !busy}
              onClick={onSubmit}
            >
              {props.submitLabel}
            </Button>
          </span>
        </div>
      </div>
      {lower && (
        <div
          id={`${id}-sheet`}
          className="-mt-2.5 mx-2.5 flex items-center gap-2.5 rounded-b-lg border border-line-strong bg-sunken px-2.5 pt-4 pb-1.5 text-text-2 text-xs [&_svg]:size-3.5 [&_svg]:flex-none"
        >
          {reason ? (
            <span role="status" className="font-medium text-warning">
              {reason}
            </span>
          ) : (
            props.sheet
          )}
        </div>
      )}
    </div>
  );
}
