"use client";
import type { BridgeUser, PreviewMessage, Side } from "@second/contracts";
import { type RefObject, useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useWorkspace, useWorkspaceView } from "../shell/workspace-context.tsx";
import { useHub } from "../streams/hub-provider.tsx";
import type { StreamHub } from "../streams/stream-hub.ts";
import { type BridgeHost, createBridgeHost } from "./bridge-host.ts";
import { pageEnvironment } from "./environment.ts";
import type { OpenStream } from "./scope-feed.ts";

interface BridgeOptions {
  /** Its frame must be there when the component has mounted. */
  frameRef: RefObject<HTMLIFrameElement | null>;
  workspaceId: string;
  appId: string;
  side: Side;
  theme: "light" | "dark";
  /** A new random value for each load of the frame; another one begins a new bridge. */
  loadKey: string;
  /** What the app says beside its data, checked and in order. */
  onPreview: (message: PreviewMessage) => void;
}

/** Gives the app in a frame its live data, as the person of this page, for as long as the component is shown. */
export function useBridge({
  frameRef,
  workspaceId,
  appId,
  side,
  theme,
  loadKey,
  onPreview,
}: BridgeOptions): void {
  const hub = useHub();
  const user = useBridgeUser();
  const host = useRef<BridgeHost | null>(null);
  const tellPreview = useEffectEvent(onPreview);
  const present = useEffectEvent(() => ({ user, theme }));

  useEffect(() => {
    const frameWindow = frameRef.current?.contentWindow;
    if (!hub || !frameWindow) return;
    const opened = createBridgeHost({
      frameWindow,
      workspaceId,
      appId,
      side,
      ...present(),
      loadKey,
      api: (path, init) => fetch(path, { ...init, credentials: "same-origin", cache: "no-store" }),
      openStream: streamOf(hub, `/api/workspaces/${workspaceId}/apps/${appId}/data/stream?side=${side}`),
      environment: pageEnvironment(),
      onPreview: tellPreview,
    });
    host.current = opened;
    return () => {
      host.current = null;
      opened.close();
    };
  }, [frameRef, hub, workspaceId, appId, side, loadKey]);

  useEffect(() => host.current?.setTheme(theme), [theme]);
  useEffect(() => {
    if (user) host.current?.setUser(user);
  }, [user]);
}

/** Null until the person's role is known. */
function useBridgeUser(): BridgeUser | null {
  const { user } = useWorkspace();
  const { workspace } = useWorkspaceView();
  const { id, name, email } = user;
  const role = workspace?.role;
  return useMemo(
    () => (role === undefined ? null : { id, name, email, avatar: null, role, teams: [] }),
    [id, name, email, role],
  );
}

function streamOf(hub: StreamHub, path: string): OpenStream {
  return ({ after, onEvent, onState }) => {
    const unsubscribe = hub.subscribe({ path, after, onEvent });
    const unlisten = hub.onState(() => onState(hub.state));
    onState(hub.state);
    return () => {
      unlisten();
      unsubscribe();
    };
  };
}
