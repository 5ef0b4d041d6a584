import {
  detectProviders,
  deviceName,
  finishSetup,
  listDevices,
  readSession,
  revokeDevice,
  revokeOtherDevices,
  signIn,
  signOut,
} from "@second/domain";
import { readSessionCookie } from "../guard/session-cookie.ts";
import { handlers } from "../handler.ts";

/** Who is signed in and where; onboarding's provider step. */
export const identityRoutes = handlers<
  | "auth.session"
  | "auth.identity"
  | "auth.logout"
  | "auth.devices"
  | "auth.revokeDevice"
  | "auth.revokeOtherDevices"
  | "setup.detect"
  | "setup.finish"
>({
  "auth.session": async ({ platform, session }) => readSession(platform, await session()),
  "auth.identity": async ({ platform, body, request, requestId, setSession }) => {
    const { access, issued } = await signIn(platform, {
      ...body,
      device: deviceName(request.headers.get("user-agent")),
      formerCookie: readSessionCookie(platform.config, request.headers.get("cookie")),
      requestId,
    });
    setSession(issued);
    return readSession(platform, access);
  },
  "auth.logout": async ({ platform, session, setSession }) => {
    const answer = await signOut(platform, await session());
    setSession(null);
    return answer;
  },
  "auth.devices": async ({ platform, access }) => ({ devices: await listDevices(platform, access) }),
  "auth.revokeDevice": async ({ platform, access, params, setSession }) => {
    await revokeDevice(platform, access, params.sessionId ?? "");
    if (params.sessionId === access.sessionId) setSession(null);
    return { revoked: 1 };
  },
  "auth.revokeOtherDevices": ({ platform, access }) => revokeOtherDevices(platform, access),
  "setup.detect": ({ platform }) => detectProviders(platform),
  "setup.finish": async ({ platform, access }) => {
    await finishSetup(platform, access);
    return readSession(platform, access);
  },
});
