/** The deep link of a member. By card, never by phone: the address is shown, kept in the history and shared. */
export const memberPath = (cardNo: string): string => `/members/${encodeURIComponent(cardNo)}`;
