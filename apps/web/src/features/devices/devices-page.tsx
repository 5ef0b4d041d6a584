"use client";
import type { DeviceView } from "@second/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useOnline } from "../session/use-online.ts";
import { SettingsPage, SettingsRow, SettingsSection } from "../settings/settings-frame.tsx";

interface DeviceList {
  devices: DeviceView[];
}

/** Where a person is signed in, and how to end it. */
export function DevicesPage() {
  const client = useQueryClient();
  const isOnline = useOnline();
  const [isConfirming, setConfirming] = useState(false);
  const list = useQuery({
    queryKey: queryKeys.devices,
    queryFn: ({ signal }) => api.get<DeviceList>("/api/auth/sessions", { signal }),
    staleTime: 0,
  });
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.devices });
  const revoke = useMutation({
    mutationFn: (device: DeviceView) => api.delete(`/api/auth/sessions/${device.id}`),
    onSuccess: (_, device) => {
      toast(`${device.device} is signed out.`);
    },
    onSettled: refresh,
  });
  const revokeOthers = useMutation({
    mutationFn: () => api.post<{ revoked: number }>("/api/auth/sessions/revoke-others"),
    onSuccess: ({ revoked }) => {
      setConfirming(false);
      toast(revoked === 1 ? "One device is signed out." : `${revoked} devices are signed out.`);
    },
    onSettled: refresh,
  });
  const devices = list.data?.devices ?? [];
  const failure = revoke.error;

  return (
    <SettingsPage
      title="Devices"
      lede="Where you are signed in. Ending a session closes its pages within seconds."
      action={
        devices.length > 1 && (
          <Button
            variant="danger-quiet"
            disabled={!isOnline}
            onClick={() => {
              revokeOthers.reset();
              setConfirming(true);
            }}
          >
            Sign out all others
          </Button>
        )
      }
    >
      {failure && (
        <div className="mb-4">
          <FormProblem problem={pageProblem(failure)} />
        </div>
      )}
      <SettingsSection title="Signed in">
        {list.isPending && <SkeletonRows rows={3} />}
        {list.isError && !list.data && (
          <ProblemView
            problem={pageProblem(list.error)}
            title="Devices could not be loaded"
            onRetry={() => void list.refetch()}
          />
        )}
        <ul>
          {devices.map((device) => (
            <SettingsRow key={device.id}>
              <MonitorSmartphone aria-hidden="true" className="size-4 flex-none text-text-3" />
              <div className="min-w-48 flex-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {device.device}
                  {device.current && <Badge tone="accent">This device</Badge>}
                </p>
                <p className="text-text-2 text-xs">
                  Last active <RelativeTime at={device.lastActiveAt} /> · signed in{" "}
                  <RelativeTime at={device.createdAt} />
                </p>
              </div>
              {!device.current && (
                <Button
                  size="sm"
                  disabled={!isOnline}
                  busy={revoke.isPending && revoke.variables.id === device.id}
                  onClick={() => revoke.mutate(device)}
                >
                  Sign out<span className="sr-only"> {device.device}</span>
                </Button>
              )}
            </SettingsRow>
          ))}
        </ul>
      </SettingsSection>
      {devices.length === 1 && (
        <p className="mt-3 text-sm text-text-3">
          Only this device so far. Others appear here when you sign in on them.
        </p>
      )}
      <ConfirmDialog
        open={isConfirming}
        onOpenChange={setConfirming}
        title="Sign out all other devices?"
        description="Their open pages close within seconds. This device stays signed in."
        confirmLabel="Sign out all others"
        busy={revokeOthers.isPending}
        problem={revokeOthers.error ? <FormProblem problem={pageProblem(revokeOthers.error)} /> : null}
        onConfirm={() => revokeOthers.mutate()}
      />
    </SettingsPage>
  );
}
