interface Advice {
  /** What to do about it, beyond what the failure's own words say. */
  advice: string | null;
  /** What else may help than trying again. */
  mayHelp: "model" | null;
}

const withModel = (advice: string | null): Advice => ({ advice, mayHelp: "model" });
const only = (advice: string): Advice => ({ advice, mayHelp: null });

const advices: Record<string, Advice> = {
  "turn.repeated_error": only("Say in your own words what is wrong, or go back to a version that worked."),
  "turn.build_incomplete": only("Try again, or describe what the app should do differently."),
  "turn.limit_reached": only("Try again to go on from there, or ask for a smaller step."),
  "turn.timed_out": only("Try again to go on from there, or ask for a smaller step."),
  "model.auth_failed": withModel("Ask an admin to renew the key or sign-in, or choose another model."),
  "model.not_configured": withModel(null),
  "model.rate_limited": withModel(null),
  "model.overloaded": withModel(null),
  "model.unreachable": withModel(null),
  "model.failed": withModel(null),
};

/** What people read and may do besides trying again, by a failure's code. */
export function failureAdvice(code: string): Advice {
  return advices[code] ?? { advice: null, mayHelp: null };
}
