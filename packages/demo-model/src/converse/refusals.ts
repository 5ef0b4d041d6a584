import { bestKey, wordsOf } from "../understand/domain.ts";

export const abilities =
  "I can add, rename and remove fields, rename the app, change its layout and look, sort, group and filter, and add charts, counts and sample data";
const building = "describe something to keep track of, and I plan an app for it";

const reasons: readonly [pattern: RegExp, reason: string][] = [
  [
    /\b(show|give|tell|print|reveal|send|what(?:'s| is| are))\b.{0,40}\b(passwords?|secrets?|api keys?|tokens?|credentials?|environment variables?)\b/i,
    "I hold no secrets and show none",
  ],
  [/\b(another|other|different) apps?\b/i, "I see no other app and its data"],
  [
    /\b(slack|jira|salesforce|hubspot|github|zapier|webhooks?|google (?:sheets?|calendar|drive)|outlook|gmail|teams|api|integrat\w*|connect(?:ed|ion)?|sync\w*)\b/i,
    "I cannot connect apps to other services",
  ],
  [/\b(e?-?mails?|notif\w+|remind\w*|alerts?)\b/i, "I cannot send messages"],
  [/\b(import|upload|export|csv|excel|spreadsheet)\b/i, "I cannot import or export data"],
];

/** Why a message that is no edit is not followed, and what can be done instead, in one sentence. */
export function refuseEdit(said: string): string {
  const reason = reasons.find(([pattern]) => pattern.test(said))?.[1];
  const quoted = said.replaceAll(/\s+/g, " ").slice(0, 80).trim();
  return `${reason ?? `I did not understand “${quoted}”`}: ${abilities}.`;
}

const chatter =
  /^(?:please |can you |could you |hey,? )*(?:write|tell|sing|draw|paint|translate|summari[sz]e|explain|compose|calculate|solve|play|who are|who is|what is|what are|why|how (?:do|does|can|to|are|old)|do you|are you)\b/i;

/** For a first message that asks for something else than an app: the refusal; null for all others. */
export function refuseFirst(said: string): string | null {
  const secret = reasons[0];
  if (secret?.[0].test(said)) return `${secret[1]}: ${building}.`;
  if (!chatter.test(said) || bestKey(wordsOf(said))) return null;
  return `I follow fixed rules and only build simple apps: ${building}.`;
}

/** For a wish to fix an error of the app: the refusal; null for all others. What the error says is no wish. */
export function refuseFix(said: string): string | null {
  if (!/\bThe preview of version \d+ showed the error below\./.test(said)) return null;
  return "I follow fixed rules and cannot look for the cause of an error: choose another model, or restore a version that worked.";
}

export const refuseImage = `I cannot look at images or files: ${building}.`;
export const refuseTools =
  "I can only answer with the builder’s tools, and this request does not offer them.";
