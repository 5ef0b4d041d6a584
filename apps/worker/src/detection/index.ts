export { createDetection, type Detection } from "./detect.ts";
