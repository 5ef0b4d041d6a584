export { createPlaces, type Places } from "./places.ts";
