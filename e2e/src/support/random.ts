/** Numbers that a seed decides, so that a failed run can be repeated. */
export interface Random {
  /** From 0 to 1. */
  next(): number;
  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[];
}

export function seeded(seed: number): Random {
  let drawn = seed % 2_147_483_648;
  const next = () => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
    return drawn / 2_147_483_648;
  };
  return {
    next,
    shuffled(items) {
      const left = [...items];
      return items.flatMap(() => left.splice(Math.floor(next() * left.length), 1));
    },
  };
}
