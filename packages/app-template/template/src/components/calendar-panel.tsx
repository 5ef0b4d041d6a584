import { DayPicker } from "react-day-picker";
import { formatDate, formatMonth, formatWeekday, isoDay } from "@/lib/format";

interface CalendarPanelProps {
  value: string | null;
  min?: string;
  max?: string;
  onChoose: (day: string) => void;
}

const local = (day: string) => new Date(`${day}T00:00:00`);

const button = "grid place-items-center rounded-md hover:bg-active disabled:opacity-40";
const classNames = {
  months: "relative",
  month_caption: "flex h-8 items-center px-1 font-strong",
  nav: "absolute top-0 right-0 flex gap-1",
  button_previous: `${button} size-8`,
  button_next: `${button} size-8`,
  chevron: "size-4 fill-soft",
  month_grid: "mt-2 border-collapse",
  weekday: "size-9 text-xs font-medium text-muted",
  day: "p-0 text-center tabular-nums",
  day_button: `${button} size-9`,
  selected: "[&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent-hover",
  today: "font-strong text-accent-text",
  outside: "text-muted",
  disabled: "opacity-40",
  hidden: "invisible",
};

/** The month view of DatePicker; a chunk of its own. */
export default function CalendarPanel({ value, min, max, onChoose }: CalendarPanelProps) {
  const disabled = [...(min ? [{ before: local(min) }] : []), ...(max ? [{ after: local(max) }] : [])];
  return (
    <DayPicker
      mode="single"
      autoFocus
      weekStartsOn={firstWeekday()}
      selected={value ? local(value) : undefined}
      defaultMonth={value ? local(value) : undefined}
      disabled={disabled}
      onSelect={(date) => date && onChoose(isoDay(date))}
      classNames={classNames}
      formatters={{
        formatCaption: (month) => formatMonth(isoDay(month)),
        formatWeekdayName: (date) => formatWeekday(isoDay(date)),
      }}
      labels={{
        labelGrid: (month) => formatMonth(isoDay(month)),
        labelDayButton: (date, { selected }) => `${formatDate(isoDay(date))}${selected ? ", chosen" : ""}`,
      }}
    />
  );
}

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The first day of the week where the viewer lives; Monday where the browser does not say. */
function firstWeekday(): Weekday {
  const locale = new Intl.Locale(navigator.language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  }; // newer than the library's types
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  return (first % 7) as Weekday; // Intl counts Monday 1 to Sunday 7
}
