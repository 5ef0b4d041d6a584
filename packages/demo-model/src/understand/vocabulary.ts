const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Verbs after which a prompt names what it is about. */
export const headVerbs = words(
  "track tracking manage managing list listing collect collecting plan planning organise organising organize " +
    "organizing record recording keep keeping see seeing",
);

/** Words that end the object of a prompt. */
export const endWords = words(
  "with including that who when where by from in on at so and we which while because using via",
);

/** Words that ask for software but say nothing about it. */
export const droppedWords = words(
  "a an the this these those all any some every each my your our their his her its own " +
    "shared new simple small little big good great nice better quick easy basic internal useful proper clean modern " +
    "beautiful smart lightweight single central common complete full " +
    "app apps application tool tools tracker tracking system systems manager database databases log software " +
    "program solution website site page thing things something anything stuff " +
    "please then now just only also us me i we you they people everyone everybody team teams company colleagues " +
    "coworkers staff group organisation organization business family department " +
    "build make create want wants need needs would like id could can should let lets help give have get set use " +
    "way place how what up track of for to do be is are it " +
    "instead rather hello hi hey thanks thank ok okay yes no sure good morning day",
);

export const layoutWords: Readonly<
  Record<string, "board" | "dashboard" | "list" | "form" | "agenda" | "table">
> = {
  board: "board",
  kanban: "board",
  pipeline: "board",
  stage: "board",
  dashboard: "dashboard",
  overview: "dashboard",
  report: "dashboard",
  chart: "dashboard",
  metric: "dashboard",
  inbox: "list",
  triage: "list",
  poll: "form",
  vote: "form",
  survey: "form",
  signup: "form",
  rsvp: "form",
  schedule: "agenda",
  calendar: "agenda",
  rota: "agenda",
  table: "table",
  list: "table",
  log: "table",
  track: "table",
};

/** Prepositions that join words inside an object and never begin or end one. */
export const linkWords = words("for of to about as into onto per between");
