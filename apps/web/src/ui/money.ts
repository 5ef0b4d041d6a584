const money = new Intl.NumberFormat("en", { style: "currency", currency: "USD", currencyDisplay: "code" });

/** "US$0.12", never a bare dollar sign. */
export function moneyText(usd: number): string {
  return money.format(usd).replace(/USD\s?/u, "US$");
}
