import { findRuntime, type RuntimeChoice } from "@second/contracts";
import { Info, WandSparkles } from "lucide-react";
import { moneyText } from "../../ui/money.ts";

/** What building will take, said before anyone sends. */
export function ComposerSheet({ choice, notice }: { choice: RuntimeChoice | null; notice: string | null }) {
  const runtime = choice && findRuntime(choice.runtimeId);
  const price = runtime?.models.find((model) => model.id === choice?.runtimeModel)?.price;
  return (
    <>
      {notice ? <Info aria-hidden="true" /> : <WandSparkles aria-hidden="true" />}
      <span className="min-w-0">
        {notice ??
          (runtime?.costKind === "none"
            ? "Demo, no AI: plays a written build. Offline and free."
            : price
              ? `Billed by the provider: ${moneyText(price.input)} in, ${moneyText(price.output)} out per million tokens.`
              : "You get a plan to read first.")}
      </span>
      <span className="ml-auto flex-none text-text-3 max-tablet:hidden">
        You approve the plan before anything is built
      </span>
    </>
  );
}
