export { reachableHost } from "./reachable-host.ts";
export { ConfigurationError, readVariables } from "./read-variables.ts";
export { isSampleSecret } from "./sample-secret.ts";
export {
  choice,
  flag,
  integer,
  optional,
  secret,
  secretList,
  text,
  textOr,
  url,
  type Variable,
} from "./variable.ts";
