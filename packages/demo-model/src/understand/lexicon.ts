import type { Accent, Layout } from "../spec/app-spec.ts";

/** One kind of app that the demo knows by heart. */
export interface Domain {
  id: number;
  /** Words that name it. With `=` at its end, an app of that one word is called by the word's own plural. */
  keys: readonly string[];
  title: string;
  layout: Layout;
  /** In the notation of `parseSigns`; the first names the row. */
  fields: string;
  /** What one row is called. */
  noun: string;
  icon: string;
  accent: Accent;
}

type Entry = [keys: string, title: string, layout: Layout, noun: string, look: string, fields: string];

const entries: readonly Entry[] = [
  [
    "renewal, contract, subscription",
    "Vendor renewals",
    "table",
    "contract",
    "CalendarClock indigo",
    "vendor category+ owner@ amount$ notice_by:d renews_on:d status[Active|In review|Renewing|Cancelling] notes…",
  ],
  [
    "hiring, candidate=, applicant=, recruiting",
    "Hiring pipeline",
    "board",
    "candidate",
    "UsersRound plum",
    "name role+ source+ recruiter@ score# next_step:d stage[Applied|Phone screen|Interview|Offer|Hired|Declined]",
  ],
  [
    "task, todo, action item",
    "Tasks",
    "board",
    "task",
    "ListTodo blue",
    "title owner@ due:d priority stage[To do|In progress|Done]",
  ],
  [
    "project, initiative=",
    "Projects",
    "table",
    "project",
    "FolderKanban blue",
    "name lead@ start:d due:d budget$ status[Planned|Active|On hold|Done]",
  ],
  [
    "feedback, complaint=",
    "Customer feedback",
    "list",
    "comment",
    "MessageSquareText teal",
    "subject customer area+ priority owner@ status[New|Open|Planned|Done] message…",
  ],
  [
    "ticket, helpdesk",
    "Support tickets",
    "list",
    "ticket",
    "LifeBuoy sky",
    "subject requester@ category+ priority owner@ status[New|Open|Waiting|Solved] details…",
  ],
  [
    "bug, defect=",
    "Bugs",
    "board",
    "bug",
    "Bug rust",
    "title severity reporter@ owner@ stage[New|Confirmed|Fixing|Closed] steps…",
  ],
  [
    "deal, lead=, opportunity=, sales pipeline",
    "Sales pipeline",
    "board",
    "deal",
    "Handshake teal",
    "customer contact value$ owner@ decision_date:d stage[Lead|Proposal|Contract|Won|Lost]",
  ],
  [
    "sales, revenue",
    "Sales overview",
    "dashboard",
    "sale",
    "TrendingUp teal",
    "customer region+ amount$ date:d owner@",
  ],
  [
    "customer, client=, crm",
    "Customers",
    "table",
    "customer",
    "Building2 blue",
    "name contact email~ phone owner@ status[Active|At risk|Left]",
  ],
  [
    "supplier, vendor=",
    "Suppliers",
    "table",
    "supplier",
    "Factory graphite",
    "name category+ contact email~ rating# status[Approved|Trial|Blocked]",
  ],
  [
    "expense, claim, receipt",
    "Expense claims",
    "table",
    "claim",
    "ReceiptText green",
    "what person@ date:d amount$ category+ status[Sent|Approved|Paid|Declined]",
  ],
  [
    "invoice, bill=",
    "Invoices",
    "table",
    "invoice",
    "FileText green",
    "number customer amount$ issued_on:d due:d paid?",
  ],
  [
    "budget, spending",
    "Budget",
    "dashboard",
    "budget line",
    "Wallet green",
    "item department+ month:d planned$ spent$ owner@",
  ],
  [
    "purchase, order request",
    "Purchase requests",
    "board",
    "purchase",
    "ShoppingCart ochre",
    "item requester@ amount$ needed_by:d reason… stage[Asked|Approved|Ordered|Arrived]",
  ],
  [
    "inventory, stock",
    "Inventory",
    "table",
    "stock item",
    "Boxes ochre",
    "name location+ quantity# reorder_at# supplier+",
  ],
  [
    "equipment, asset=, laptop=, device=",
    "Equipment",
    "table",
    "item",
    "Laptop graphite",
    "name tag kind+ holder@ bought_on:d value$ status[In use|Spare|Repair]",
  ],
  [
    "loan, borrowing",
    "Equipment loans",
    "table",
    "loan",
    "PackageOpen ochre",
    "item borrower@ from:d until:d returned?",
  ],
  [
    "booking, room, desk",
    "Bookings",
    "agenda",
    "booking",
    "CalendarCheck sky",
    "what person@ date:d hours# notes…",
  ],
  ["shift, rota", "Shifts", "agenda", "shift", "Clock indigo", "person@ date:d start_time end_time place+"],
  [
    "leave, holiday, vacation, time off",
    "Time off",
    "table",
    "absence",
    "Palmtree teal",
    "person@ from:d until:d kind[Holiday|Sick|Other] status[Asked|Approved|Declined]",
  ],
  [
    "onboarding, new hire",
    "Onboarding",
    "table",
    "step",
    "Sprout green",
    "task joiner+ owner@ due:d phase[Before day one|First week|First month] done?",
  ],
  [
    "training, course=, certificate=",
    "Training",
    "table",
    "training",
    "GraduationCap indigo",
    "course person@ date:d expires_on:d passed?",
  ],
  [
    "meeting, minutes",
    "Meeting notes",
    "list",
    "meeting",
    "NotebookPen graphite",
    "title date:d lead@ decisions… actions…",
  ],
  [
    "goal, okr",
    "Goals",
    "table",
    "goal",
    "Target rose",
    "objective owner@ quarter+ target# current# status[On track|At risk|Off track]",
  ],
  [
    "decision",
    "Decision log",
    "list",
    "decision",
    "Scale indigo",
    "title decided_on:d owner@ status[Proposed|Decided|Replaced] reason…",
  ],
  [
    "risk",
    "Risk register",
    "table",
    "risk",
    "ShieldAlert rust",
    "title likelihood# impact# owner@ review_on:d status[Open|Watching|Closed]",
  ],
  [
    "incident, outage=, accident=",
    "Incident log",
    "list",
    "incident",
    "Siren rust",
    "title severity started_on:d owner@ status[Open|Contained|Solved] details…",
  ],
  [
    "inspection, audit=, checklist",
    "Inspections",
    "table",
    "inspection",
    "ClipboardCheck sky",
    "what place+ inspector@ date:d passed? findings…",
  ],
  [
    "content, article=, blog, newsletter=",
    "Content plan",
    "board",
    "piece",
    "PenLine plum",
    "title author@ channel+ publish_on:d stage[Idea|Draft|Review|Ready|Published]",
  ],
  [
    "campaign, marketing",
    "Campaigns",
    "table",
    "campaign",
    "Megaphone rose",
    "name channel+ start:d end:d budget$ owner@ status[Planned|Running|Done]",
  ],
  [
    "event, workshop=",
    "Events",
    "table",
    "event",
    "CalendarDays plum",
    "name date:d place seats# owner@ status[Planned|Open|Full|Done]",
  ],
  [
    "party, offsite, lunch",
    "Sign-up",
    "form",
    "reply",
    "PartyPopper rose",
    "person@ coming? meal[Any|Vegetarian|Vegan] guests# note…",
  ],
  ["poll, survey", "Poll", "form", "answer", "Vote plum", "person@ choice[Yes|No|Maybe] comment…"],
  [
    "idea, feature request=",
    "Ideas",
    "board",
    "idea",
    "Lightbulb ochre",
    "title author@ effort[Small|Medium|Large] stage[New|Considering|Planned|Built] details…",
  ],
  [
    "fleet, vehicle=, car=, van=",
    "Fleet",
    "table",
    "vehicle",
    "Truck graphite",
    "plate model driver@ inspection_date:d mileage# status[On the road|Workshop|Sold]",
  ],
  [
    "delivery, shipment=, parcel=",
    "Deliveries",
    "board",
    "delivery",
    "PackageCheck teal",
    "reference customer driver@ due:d stage[Planned|Loaded|On the way|Delivered|Problem]",
  ],
  ["visitor, guest=", "Visitors", "table", "visitor", "DoorOpen sky", "name company host@ date:d arrived?"],
  [
    "access, key, badge",
    "Access list",
    "table",
    "grant",
    "KeyRound graphite",
    "system person@ given_on:d until:d approved_by@",
  ],
  [
    "property, flat=, tenant=",
    "Properties",
    "table",
    "property",
    "House rust",
    "address tenant rent$ lease_end:d status[Let|Free|Renovation]",
  ],
  [
    "repair, maintenance, work order=",
    "Repairs",
    "board",
    "repair",
    "Wrench ochre",
    "what place+ reporter@ owner@ due:d cost$ stage[Reported|Planned|Working|Done]",
  ],
  [
    "timesheet, working hours",
    "Timesheets",
    "table",
    "entry",
    "Timer blue",
    "person@ project+ date:d hours# billable? note…",
  ],
  [
    "recipe, menu=",
    "Recipes",
    "list",
    "recipe",
    "CookingPot rust",
    "name kind+ minutes# ingredients… steps…",
  ],
  ["library, book=", "Library", "table", "book", "BookOpen plum", "title author shelf holder@ back_on:d"],
];

export const domains: readonly Domain[] = entries.map(([keys, title, layout, noun, look, fields], index) => {
  const [icon = "Table2", accent = "indigo"] = look.split(" ");
  // The table above names accents only; a test reads each.
  return {
    id: index + 1,
    keys: keys.split(", "),
    title,
    layout,
    fields,
    noun,
    icon,
    accent: accent as Accent,
  };
});

/** A key's words without its mark. */
export const keyText = (key: string): string => key.replace(/=$/, "");

/** The sign and colour of an app, by what one of its rows is called. */
export function lookOf(noun: string): Pick<Domain, "icon" | "accent"> {
  const domain = domains.find((each) => each.noun === noun || each.keys.includes(`${noun}=`));
  return domain ?? { icon: "Table2", accent: "indigo" };
}
