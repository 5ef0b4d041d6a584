import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import type { PlanCardView } from "./blocks.ts";

type Plan = NonNullable<PlanCardView["plan"]>;

/** A plan as a document: what it is, then one section for each thing to know before deciding. */
export function PlanText({ plan }: { plan: Plan }) {
  return (
    <div className="@container">
      <div className="px-4 pt-5 pb-4 @lg:px-7">
        <p className="text-text-3 text-xs">Plan</p>
        <h3 className="mt-1 text-xl tracking-tight">{plan.title}</h3>
        <p className="mt-1.5 max-w-[62ch] text-pretty text-md text-text-2">{plan.overview}</p>
      </div>
      <Section title="What people can do">
        <ol className="grid gap-2.5">
          {plan.features.map((feature, index) => (
            <li key={feature.name} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2">
              <span className="font-mono text-text-3 text-xs leading-5.5">{index + 1}</span>
              <span className="min-w-0">
                <span className="block font-medium text-base leading-5.5">{feature.name}</span>
                <span className="block text-pretty text-sm text-text-2">{feature.description}</span>
              </span>
            </li>
          ))}
        </ol>
      </Section>
      {plan.data && plan.data.length > 0 && (
        <Section title="What it stores">
          <div className="grid gap-3">
            {plan.data.map(({ collection, fields, note }) => (
              <div key={collection}>
                <p className="text-sm leading-5.5">
                  <span className="font-medium">{collection}</span>{" "}
                  <span className="text-text-2">{note}</span>
                </p>
                <ul aria-label={`Fields of ${collection}`} className="mt-1 flex flex-wrap gap-1">
                  {fields.map((field) => (
                    <li
                      key={field}
                      className="rounded-sm border border-line bg-sunken px-1.5 font-mono text-xs leading-5"
                    >
                      {field}
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </Section>
      )}
      {plan.dataFlow && <Section title="Where data goes">{plan.dataFlow}</Section>}
      {plan.agents && <Section title="Agents">{plan.agents}</Section>}
      {plan.backend && <Section title="Behind it">{plan.backend}</Section>}
      {plan.notDoing && plan.notDoing.length > 0 && (
        <Section title="What it will not do">
          <ul className="grid gap-2">
            {plan.notDoing.map((each) => (
              <li key={each} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 leading-5.5">
                <Ban aria-hidden="true" className="mt-1 size-3.5 text-text-3" />
                {each}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section
      data-plan-section
      className="grid gap-x-5 gap-y-1.5 border-line border-t px-4 py-3.5 @lg:grid-cols-[128px_minmax(0,1fr)] @lg:px-7 @lg:py-4"
    >
      <h4 className="font-medium text-sm text-text-2 leading-5.5">{title}</h4>
      <div className="min-w-0 whitespace-pre-line text-pretty text-base leading-5.5">{children}</div>
    </section>
  );
}
