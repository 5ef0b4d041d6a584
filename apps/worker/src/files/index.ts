export { openForOwner } from "./open-for-owner.ts";
export { removeTree } from "./remove-tree.ts";
