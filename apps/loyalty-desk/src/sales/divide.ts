import { multiplyDecimals, roundDecimal } from "@privage-addons/addon-sdk";

const PLACES = 4;

/** `amount / count` to four decimals, more than any currency shows. `count` is a whole number above zero. */
export const divideDecimal = (amount: string, count: number): string => {
  const scaled = BigInt(roundDecimal(multiplyDecimals(amount, 10 ** PLACES), 0));
  return multiplyDecimals((scaled / BigInt(count)).toString(), "0.0001");
};
