import { CalendarClock, ClipboardCheck, Columns3, type LucideIcon, Receipt } from "lucide-react";

const suggestions: readonly { icon: LucideIcon; text: string }[] = [
  {
    icon: CalendarClock,
    text: "Track vendor contracts with their renewal dates and notice periods, so that nothing renews by surprise",
  },
  { icon: Receipt, text: "Collect expense claims with an amount, a receipt link and an approval step" },
  {
    icon: Columns3,
    text: "A board for incoming damage claims that moves each one from new to assessing to paid",
  },
  {
    icon: ClipboardCheck,
    text: "A checklist for new colleagues: one row per task, with an owner and a due date",
  },
];

/** Ways to begin. Choosing one fills the composer; it never sends. */
export function Suggestions({ onChoose }: { onChoose: (text: string) => void }) {
  return (
    <ul aria-label="Suggestions" className="mt-5 grid gap-x-6 tablet:grid-cols-2">
      {suggestions.map(({ icon: Icon, text }) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => onChoose(text)}
            className="flex w-full items-start gap-2.5 rounded-md px-2 py-2.25 text-left text-sm text-text-2 focus-inset hover:bg-hover hover:text-text"
          >
            <Icon aria-hidden="true" className="mt-0.5 size-4 flex-none text-text-3" />
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
