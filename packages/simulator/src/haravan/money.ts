/** `JSON.rawJSON` is in Node since 22; TypeScript's library does not know it yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/**
 * An amount as Haravan prints it: a JSON number with four decimals, `600000.0000`. It is a number for whoever parses it;
 * only on its way out it is more than that, so the type says number.
 */
export const money = (amount: number): number => rawJSON(amount.toFixed(4)) as number;
