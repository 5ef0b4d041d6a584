import { randomBytes } from "node:crypto";
import { type Position, StoreError } from "../database.ts";

/** The index of a position that lies after all changes of its transaction. */
export const wholeTransaction = 0xffffffff;

interface PositionParts {
  readonly epoch: string;
  /** Place of the transaction: log number or cluster time. */
  readonly commit: bigint;
  readonly index: number;
}

const form = /^([a-z0-9]{8,32})\.([0-9a-f]{16})\.([0-9a-f]{8})$/;

export function formatPosition(epoch: string, commit: bigint | number, index: number): Position {
  return `${epoch}.${commit.toString(16).padStart(16, "0")}.${index.toString(16).padStart(8, "0")}`;
}

export const newEpoch = (): string => randomBytes(8).toString("hex");

export const positionExpired = (cause?: unknown): StoreError =>
  new StoreError(
    "store.position_expired",
    "Changes since this position are no longer kept. Read again and continue from there.",
    cause === undefined ? {} : { cause },
  );

/** @throws {StoreError} `store.position_expired` when it is malformed or of another epoch: nothing continues there. */
export function parsePosition(epoch: string, position: Position): PositionParts {
  const [, itsEpoch, commit, index] = form.exec(position) ?? [];
  if (itsEpoch !== epoch || commit === undefined || index === undefined) throw positionExpired();
  return { epoch, commit: BigInt(`0x${commit}`), index: Number.parseInt(index, 16) };
}
