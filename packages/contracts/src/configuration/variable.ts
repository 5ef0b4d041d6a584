/** One environment variable: how it is read, and what the reference page says of it. */
export interface Variable<T> {
  readonly name: string;
  /** What may be written, for people. */
  readonly type: string;
  /** What holds when nothing is written, for people. */
  readonly fallback: string;
  readonly meaning: string;
  /** A secret may also be given as `<NAME>_FILE`, and its value is never shown. */
  readonly isSecret: boolean;
  /** `given` is trimmed, null when unset or empty. `rule` says what is wrong with it, without repeating it. */
  parse(given: string | null): { value: T; rule: string | null };
}

const fine = <T>(value: T) => ({ value, rule: null });

/** The same variable, null when unset. `unset` says to people what holds then; its own fallback becomes the example. */
export function optional<T>(variable: Variable<T>, unset: string): Variable<T | null> {
  return {
    ...variable,
    fallback: unset,
    parse: (given) => (given === null ? fine(null) : variable.parse(given)),
  };
}

/** Any text; null when unset. */
export function text(name: string, about: { meaning: string; fallback?: string }): Variable<string | null> {
  return {
    name,
    type: "text",
    fallback: about.fallback ?? "unset",
    meaning: about.meaning,
    isSecret: false,
    parse: fine,
  };
}

/** Any text, or `fallback`. */
export function textOr(
  name: string,
  about: { type?: string; fallback: string; meaning: string },
): Variable<string> {
  return {
    name,
    type: about.type ?? "text",
    fallback: about.fallback,
    meaning: about.meaning,
    isSecret: false,
    parse: (given) => fine(given ?? about.fallback),
  };
}

/** An http or https address, or `fallback`. */
export function url(name: string, about: { fallback: string; meaning: string }): Variable<string> {
  const { fallback, meaning } = about;
  return {
    name,
    type: "URL",
    fallback,
    meaning,
    isSecret: false,
    parse: (given) => {
      if (given === null || (URL.canParse(given) && /^https?:/i.test(given))) return fine(given ?? fallback);
      return { value: fallback, rule: `must be an address, for example ${fallback}` };
    },
  };
}

/** A whole number within a range, or `fallback`. Its unit is part of the name. */
export function integer(
  name: string,
  about: { fallback: number; min: number; max: number; meaning: string },
): Variable<number> {
  const { fallback, min, max, meaning } = about;
  return {
    name,
    type: `whole number from ${min} to ${max}`,
    fallback: String(fallback),
    meaning,
    isSecret: false,
    parse: (given) => {
      const value = given === null ? fallback : Number(given);
      if (Number.isInteger(value) && value >= min && value <= max) return fine(value);
      return {
        value: fallback,
        rule: `must be a whole number from ${min} to ${max}, for example ${fallback}`,
      };
    },
  };
}

/** One of a few words; the first holds when unset. */
export function choice<const Words extends readonly [string, ...string[]]>(
  name: string,
  words: Words,
  about: { meaning: string },
): Variable<Words[number]> {
  return {
    name,
    type: words.map((word) => `\`${word}\``).join(", "),
    fallback: words[0],
    meaning: about.meaning,
    isSecret: false,
    parse: (given) => {
      const word = words.find((each) => each === (given ?? words[0]));
      if (word !== undefined) return fine(word);
      return { value: words[0], rule: `must be one of ${words.join(", ")}, for example ${words[0]}` };
    },
  };
}

/** `1`, `true`, `0` or `false`. */
export function flag(name: string, about: { fallback?: boolean; meaning: string }): Variable<boolean> {
  const fallback = about.fallback ?? false;
  return {
    name,
    type: "`1`, `0`, `true`, `false`",
    fallback: fallback ? "1" : "0",
    meaning: about.meaning,
    isSecret: false,
    parse: (given) => {
      if (given === null) return fine(fallback);
      if (given === "1" || given === "true") return fine(true);
      if (given === "0" || given === "false") return fine(false);
      return { value: fallback, rule: "must be 1, 0, true or false, for example 1" };
    },
  };
}

/** A secret of any form; null when unset. `starts` names the beginnings that are accepted. */
export function secret(
  name: string,
  about: { type?: string; fallback?: string; meaning: string; starts?: readonly string[] },
): Variable<string | null> {
  return {
    name,
    type: about.type ?? "text",
    fallback: about.fallback ?? "unset",
    meaning: about.meaning,
    isSecret: true,
    parse: (given) => {
      const { starts } = about;
      if (given === null || !starts || starts.some((start) => given.startsWith(start))) return fine(given);
      return { value: null, rule: `must begin with ${starts.join(" or ")}` };
    },
  };
}

/** A list of secrets, separated by commas, each of `lengthMin` or more characters; at least one. */
export function secretList(
  name: string,
  about: { lengthMin: number; fallback: string; meaning: string },
): Variable<string[]> {
  const { lengthMin, fallback, meaning } = about;
  return {
    name,
    type: `list, each of ${lengthMin} or more characters`,
    fallback,
    meaning,
    isSecret: true,
    parse: (given) => {
      const value = (given ?? "")
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean);
      if (value.length === 0) return { value, rule: "is missing; `npm start` makes one" };
      if (value.every((each) => each.length >= lengthMin)) return fine(value);
      return {
        value,
        rule: `must have ${lengthMin} or more characters in each part, for example the output of: openssl rand -hex 32`,
      };
    },
  };
}
