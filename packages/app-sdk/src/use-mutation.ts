import { useEffect, useMemo, useRef, useState } from "react";
import { currentClient } from "./client.ts";
import type { MutationTx } from "./mutation.ts";
import type { MutationResult, SecondDataError } from "./types.ts";

/**
 * Several changes as one: they show at once, and are stored together or not at all. The recipe names them and returns;
 * what it returns is what `mutateAsync` resolves to.
 */
export function useMutation<Input = void, Result = void>(
  recipe: (tx: MutationTx, input: Input) => Result,
): MutationResult<Input, Result> {
  const client = currentClient();
  const latest = useRef(recipe);
  useEffect(() => {
    latest.current = recipe;
  });
  const [state, setState] = useState<{ running: number; error: SecondDataError | null }>({
    running: 0,
    error: null,
  });
  const actions = useMemo(() => {
    const mutateAsync = async (input: Input): Promise<Result> => {
      setState(({ running }) => ({ running: running + 1, error: null }));
      try {
        return await client.mutate((tx) => latest.current(tx, input), {
          onError: (error) => setState(({ running }) => ({ running, error })),
        });
      } finally {
        setState(({ running, error }) => ({ running: running - 1, error }));
      }
    };
    return {
      mutateAsync,
      // A refusal stays uncaught, for the shell to tell.
      mutate: (input: Input) => void mutateAsync(input),
      reset: () => setState(({ running }) => ({ running, error: null })),
    };
  }, [client]);
  return useMemo(() => ({ pending: state.running > 0, error: state.error, ...actions }), [state, actions]);
}
