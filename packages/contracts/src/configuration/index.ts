export { ConfigurationError, readVariables } from "./read-variables.ts";
export {
  choice,
  flag,
  integer,
  secret,
  secretList,
  text,
  textOr,
  url,
  type Variable,
} from "./variable.ts";
