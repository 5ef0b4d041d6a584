export * from "./access.ts";
export * from "./enter-app.ts";
export * from "./enter-session.ts";
export { enterWorkspace } from "./enter-workspace.ts";
export * from "./record-denial.ts";
export * from "./renew-access.ts";
export { forbidden } from "./require-in-transaction.ts";
