export { type ModelCredentials, readSignIn, type SignIn } from "./credentials.ts";
export { createGateway, type Gateway, type GatewayDoor, type ModelHandler } from "./gateway.ts";
export type { TokenCount } from "./token-counter.ts";
