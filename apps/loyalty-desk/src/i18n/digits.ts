/** Thai digits as the ones that the platforms know; everything else as it is. */
export const westernDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => `${digit.charCodeAt(0) - 0x0e50}`);
