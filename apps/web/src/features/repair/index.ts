export type { ToldMessage } from "./app-log.ts";
export { useAppLog } from "./app-log-store.ts";
export { ConsoleButton } from "./console-button.tsx";
export { ConsoleDrawer } from "./console-drawer.tsx";
export { ErrorBar } from "./error-bar.tsx";
export type { Repair } from "./repair.ts";
