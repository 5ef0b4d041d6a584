"use client";
import { ExternalLink, Monitor, RotateCcwSquare, RotateCw, Smartphone, Tablet } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import type { Device } from "./preview-state.ts";

interface PreviewToolbarProps {
  /** In-app path that shows. */
  route: string;
  device: Device;
  onDevice: (device: Device) => void;
  isRotated: boolean;
  onRotate: () => void;
  onReload: () => void;
  /** Opens the console. */
  console: ReactNode;
  /** Where the app has a page of its own. */
  openPath: string;
}

const sized = (icon: ReactNode, width: number) => (
  <>
    {icon}
    <span className="@max-2xl:sr-only">{width}</span>
  </>
);

const devices: { value: Device; label: ReactNode }[] = [
  { value: "fit", label: "Fit" },
  { value: "desktop", label: sized(<Monitor aria-hidden="true" />, 1280) },
  { value: "tablet", label: sized(<Tablet aria-hidden="true" />, 768) },
  { value: "phone", label: sized(<Smartphone aria-hidden="true" />, 390) },
];

/** Reload, address, size, and the way to a tab of its own. */
export function PreviewToolbar(props: PreviewToolbarProps) {
  return (
    <div className="@container flex-none border-line border-b bg-surface">
      <div className="flex h-11 items-center gap-2 px-2.5">
        <IconButton label="Reload the app" size="sm" onClick={props.onReload}>
          <RotateCw aria-hidden="true" />
        </IconButton>
        <span className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md bg-sunken pr-1 pl-2.5 text-text-2">
          <span className="min-w-0 flex-1 truncate font-mono text-xs">{props.route}</span>
          <Badge>Draft data</Badge>
        </span>
        {/* A phone is as small as the smallest size. */}
        <Segmented
          label="Size"
          value={props.device}
          onChange={props.onDevice}
          options={devices}
          className="max-tablet:hidden"
        />
        {props.device !== "fit" && (
          <IconButton
            label="Rotate"
            size="sm"
            aria-pressed={props.isRotated}
            onClick={props.onRotate}
            className="max-tablet:hidden"
          >
            <RotateCcwSquare aria-hidden="true" />
          </IconButton>
        )}
        {props.console}
        <Tooltip text="Open in a new tab">
          <a
            href={props.openPath}
            target="_blank"
            rel="noreferrer"
            aria-label="Open in a new tab"
            className={cn(buttonClass("ghost", "sm"), "w-7 px-0")}
          >
            <ExternalLink aria-hidden="true" />
          </a>
        </Tooltip>
      </div>
    </div>
  );
}
