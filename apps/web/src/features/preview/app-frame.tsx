"use client";
import type { PreviewMessage } from "@second/contracts";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { cn } from "../../ui/cn.ts";
import { useBridge } from "../bridge/index.ts";
import type { ToldMessage } from "../repair/index.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useResolvedTheme } from "./use-resolved-theme.ts";

const patienceMs = 5_000;

export interface AppFrameProps {
  appId: string;
  appName: string;
  /** `/preview/<capability>/`; a newer one is taken with the next load. */
  url: string;
  /** In-app path to open at. */
  initialRoute: string;
  isShown: boolean;
  /** The app has painted, or has had five seconds. */
  onReady: () => void;
  onRoute: (route: string) => void;
  onLink: (href: string) => void;
  /** An error, or a line of its console. */
  onTold: (message: ToldMessage) => void;
}

/**
 * One load of an app in a frame of an opaque origin, with its bridge. A load that we did not cause (the app reloaded or
 * tried to leave) closes the bridge and begins anew at the last route.
 */
export function AppFrame(props: AppFrameProps) {
  const [loadKey, setLoadKey] = useState(() => crypto.randomUUID());
  const [route, setRoute] = useState(props.initialRoute);
  const lastRoute = useRef(props.initialRoute);
  return (
    <FrameLoad
      key={loadKey}
      {...props}
      loadKey={loadKey}
      initialRoute={route}
      onRoute={(next) => {
        lastRoute.current = next;
        props.onRoute(next);
      }}
      onForeignLoad={() => {
        setRoute(lastRoute.current);
        setLoadKey(crypto.randomUUID());
      }}
    />
  );
}

function FrameLoad(props: AppFrameProps & { loadKey: string; onForeignLoad: () => void }) {
  const { workspaceId } = useWorkspace();
  const frame = useRef<HTMLIFrameElement>(null);
  const loads = useRef(0);
  const theme = useResolvedTheme();
  // A later theme is told over the bridge, and a later address is for the next load: both would load the app anew.
  const [src] = useState(
    () =>
      `${props.url}?${new URLSearchParams({ "second-route": props.initialRoute, "second-theme": theme })}`,
  );
  const { onReady } = props;

  function onPreview(message: PreviewMessage) {
    if (message.type === "second:preview:ready") onReady();
    if (message.type === "second:preview:ready" || message.type === "second:preview:route")
      props.onRoute(message.route);
    if (message.type === "second:preview:open-link") props.onLink(message.href);
    if (message.type === "second:preview:error" || message.type === "second:preview:console")
      props.onTold(message);
    // A write that failed and that the app did not handle: whoever made it must hear of it.
    if (message.type === "second:preview:error" && message.kind.startsWith("data:"))
      toast.error(message.message);
  }
  useBridge({
    frameRef: frame,
    workspaceId,
    appId: props.appId,
    side: "draft",
    theme,
    loadKey: props.loadKey,
    onPreview,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock begins once, with the load
  useEffect(() => {
    const timer = setTimeout(onReady, patienceMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <iframe
      ref={frame}
      title={props.appName}
      src={src}
      sandbox="allow-scripts allow-forms allow-modals allow-downloads"
      referrerPolicy="no-referrer"
      onLoad={() => {
        loads.current += 1;
        if (loads.current > 1) props.onForeignLoad();
      }}
      className={cn(
        "absolute inset-0 size-full border-0 bg-surface transition-opacity duration-(--dur-2)",
        !props.isShown && "pointer-events-none opacity-0",
      )}
      aria-hidden={!props.isShown}
      tabIndex={props.isShown ? 0 : -1}
    />
  );
}
