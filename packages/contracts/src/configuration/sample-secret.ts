const words = /change-?me|example|sample|secret|password/i;
const charactersMin = 10;

/** Whether a secret was copied from a guide, or is made of so few characters that it is none. */
export const isSampleSecret = (secret: string): boolean =>
  words.test(secret) || new Set(secret).size < charactersMin;
