export interface CleanText {
  text: string;
  /** The prompt was longer than what is read. */
  shortened: boolean;
  /** A sentence that spoke to the machine instead of about the app was cut. */
  removed: boolean;
}

const promptLengthMax = 2000;

const machineTalk: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override|bypass)\b.{0,60}\b(instructions?|prompts?|rules?|guidelines|above|previous)\b/i,
  /\b(system|developer|hidden|initial) prompt\b/i,
  /\byou are (now|no longer)\b/i,
  /\b(jailbreak|developer mode|god mode|as an ai|language model)\b/i,
  /\b(act|behave|pretend) (as|like|to be) (an?|the|if) /i,
  /\b(reveal|print|show|tell|repeat|leak)\b.{0,40}\b(your|the) (prompt|instructions?|secrets?|api keys?|tokens?|passwords?)\b/i,
  /\b(drop|alter|truncate|create) (table|database|schema)\b/i,
  /\b(delete from|insert into|union select)\b/i,
  /\bSELECT\b.+\bFROM\b|\bUPDATE\b.+\bSET\b/,
  /\bor 1\s*=\s*1\b/i,
];

/** True for a sentence that gives orders to the machine, or is a database command. */
const addressesMachine = (sentence: string): boolean => machineTalk.some((each) => each.test(sentence));

/**
 * What of a prompt is read: its first 2,000 characters without markup, code, links and sentences that speak to the
 * machine. Bullets become one sentence, their items joined by semicolons.
 */
export function clean(prompt: string): CleanText {
  const whole = prompt.normalize("NFC").trim();
  const shortened = whole.length > promptLengthMax;
  const read = shortened ? whole.slice(0, promptLengthMax).replace(/[\uD800-\uDBFF]$|\s\S*$/, "") : whole;
  const plain = joinBullets(withoutMarkup(read));
  const parts = plain.split(/(?<=[.!?;\n])/);
  const kept = parts.filter((part) => !addressesMachine(part));
  const text = kept
    .join("")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/\s*\n\s*/g, "\n")
    .trim();
  return { text, shortened, removed: kept.length < parts.length };
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/```[\s\S]*?(```|$)/g, " ")
    .replaceAll(/`[^`\n]*`/g, " ")
    .replaceAll(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, " ")
    .replaceAll(/<[/!]?[a-z][^>]*(>|$)/gi, " ")
    .replaceAll(/\b(https?:\/\/|www\.)\S*[^\s.,;:!?)]/gi, " ")
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[^\P{C}\n\t]/gu, " ")
    .replaceAll(/[`{}<>\\|^~*_#]/g, (sign, at: number, all: string) => (isBullet(all, at) ? sign : " "));
}

const isBullet = (text: string, at: number): boolean =>
  text[at] === "*" && /(^|\n)\s*$/.test(text.slice(0, at));

function joinBullets(text: string): string {
  const lines = text.split("\n");
  const joined: string[] = [];
  let inList = false;
  for (const line of lines) {
    const bullet = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+(.*)$/.exec(line);
    const before = joined.at(-1);
    if (!bullet) {
      if (line.trim() !== "") inList = false;
      joined.push(line);
    } else if (before === undefined || before.trim() === "" || !canContinue(before, inList)) {
      joined.push(bullet[1] ?? "");
    } else {
      const link = inList ? "; " : before.trimEnd().endsWith(":") ? " " : ": ";
      joined[joined.length - 1] = before.trimEnd().replace(/[;,.]$/, "") + link + (bullet[1] ?? "");
      inList = true;
    }
  }
  return joined.join("\n");
}

const canContinue = (line: string, inList: boolean): boolean => inList || !/[.!?]\s*$/.test(line);
