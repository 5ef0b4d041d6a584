import { config } from "zod";

// Runs before everything else in a browser. Schemas would try to compile themselves with `new Function`, which the pages'
// policy refuses and browsers report as a violation.
config({ jitless: true });
