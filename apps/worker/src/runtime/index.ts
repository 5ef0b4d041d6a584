export { openHomes } from "./homes.ts";
export { createPlaces, type Places } from "./places.ts";
