const stopWords = {
  German:
    "der das und für mit ich wir nicht ist eine einen ein auf von zu den dem des möchten möchte alle bitte unsere unser unserer auch",
  French:
    "le les des une pour avec et nous je est dans sur mes nos votre notre du aux voudrais veux suivre tous toutes",
  Spanish:
    "el los las una para con nosotros quiero queremos mis nuestro nuestra nuestros del por que todos todas una y",
  Portuguese: "os uma um para com nós quero queremos meus nosso nossa nossos da das não todos todas e",
  Italian: "il lo gli una con noi voglio vogliamo nostri nostra nostre della dei delle tutti tutte per e",
  Dutch: "het een en voor met wij ik niet van onze graag alle wil willen ons bijhouden",
} as const;

export type OtherLanguage = keyof typeof stopWords;

const sentences: Record<OtherLanguage, string> = {
  German: "Die Demo versteht nur Englisch. Beschreiben Sie die App bitte auf Englisch.",
  French: "La démo ne comprend que l’anglais. Décrivez l’application en anglais, s’il vous plaît.",
  Spanish: "La demo solo entiende inglés. Describa la aplicación en inglés, por favor.",
  Portuguese: "A demonstração só entende inglês. Descreva a aplicação em inglês, por favor.",
  Italian: "La demo capisce solo l’inglese. Descriva l’applicazione in inglese, per favore.",
  Dutch: "De demo begrijpt alleen Engels. Beschrijf de app in het Engels, alstublieft.",
};

const lexicon = Object.entries(stopWords).map(([name, text]) => ({
  name: name as OtherLanguage, // the keys of the table above
  words: new Set<string>(text.split(" ")),
}));

/** The language with at least two different stop words in the text, the most wins; null for English. */
export function otherLanguage(text: string): OtherLanguage | null {
  const used = new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  const counts = lexicon.map(({ name, words }) => ({
    name,
    hits: [...used].filter((word) => words.has(word)).length,
  }));
  const best = counts.reduce((most, each) => (each.hits > most.hits ? each : most));
  return best.hits >= 2 ? best.name : null;
}

/** True when most letters are of a script that English is not written in. */
export function isForeignScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  return letters.length > 0 && latin.length * 2 < letters.length;
}

/** Says in English, and in the other language when it is a known one, that the demo reads only English. */
export function languageExplanation(language: OtherLanguage | null): string {
  const english =
    "The demo reads only English. Please describe the app in English, for example “Track vendor renewals”.";
  return language === null ? english : `${english}\n\n${sentences[language]}`;
}
