/** What a query parameter may be; an array repeats the parameter, undefined leaves it out. */
export type QueryValue = string | number | boolean | undefined | readonly string[];

/** `?a=1&b=2`, percent-encoded, or nothing. */
export const queryOf = (query: { readonly [name: string]: QueryValue }): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) search.append(name, `${one}`);
    }
  }
  const text = search.toString();
  return text && `?${text}`;
};
