import { bodyBytesMaxDefault, type Route, type RouteName, routes } from "@second/contracts";
import { idParameters } from "./path-ids.ts";

/** A declared route with what is worked out once instead of at each request. */
export interface RoutePlan extends Route {
  readonly name: RouteName;
  readonly ids: readonly string[];
  readonly bodySizeBytesMax: number;
}

export const routePlans: readonly RoutePlan[] = Object.entries(routes).map(([name, declared]) => {
  const route: Route = declared;
  return {
    ...route,
    name: name as RouteName, // a key of that very table
    ids: idParameters(route.path),
    bodySizeBytesMax: route.bodyBytesMax ?? bodyBytesMaxDefault,
  };
});
