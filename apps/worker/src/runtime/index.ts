export { openOwnFolder } from "./own-folder.ts";
export { createPlaces, type Places } from "./places.ts";
