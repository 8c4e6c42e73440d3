/**
 * Deny by default: a path and method pass only if the contract has them (RFC 10017, proxy restrictions). The path is
 * matched and forwarded as it was written, never decoded and re-encoded, so that both ends read the same thing.
 */

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** As in OpenAPI: `/sales/{id}/items`. */
  readonly path: string;
}

export type AllowList = ReturnType<typeof createAllowList>;

/** Text chosen by a till, e.g. a receipt number: it may hold an encoded slash, if it stays within its own segment. */
const FREE_TEXT = new Set(["{refNo}", "{refId}", "{ref_no}", "{ref_id}"]);

/** RFC 3986 `pchar`, with percent-encoding. */
const SEGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+$/;
const DOTS = /^\.{1,2}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused.
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Whether one segment may stand for a parameter: no way out of its place, however often somebody decodes it. */
const isSafeParameter = (segment: string, mayHoldSlash = false): boolean => {
  if (!SEGMENT.test(segment)) return false;
  let text = segment;
  for (let round = 0; round < 3; round += 1) {
    const parts = text.split(/[/\\]/);
    if (parts.some((part) => DOTS.test(part)) || CONTROL.test(text)) return false;
    if (parts.length > 1 && (!mayHoldSlash || parts.includes(""))) return false;
    try {
      const decoded = decodeURIComponent(text);
      if (decoded === text) return true;
      text = decoded;
    } catch {
      // Not percent-encoding (any more): a literal `%` after one decoding is plain text, before it is malformed.
      return round > 0;
    }
  }
  return false;
};

const matches = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.every((part, index) => {
    const segment = segments[index] ?? "";
    if (!part.startsWith("{")) return part === segment;
    const suffix = part.slice(part.indexOf("}") + 1); // `.json` of `{id}.json`
    const parameter = segment.slice(0, segment.length - suffix.length);
    return segment.endsWith(suffix) && isSafeParameter(parameter, FREE_TEXT.has(part));
  });

export const createAllowList = (operations: readonly Operation[]) => {
  const fixed = new Map<string, Operation>();
  const templates = new Map<string, { pattern: readonly string[]; operation: Operation }[]>();
  for (const operation of operations) {
    const method = operation.method.toUpperCase();
    if (!operation.path.includes("{")) fixed.set(`${method} ${operation.path}`, operation);
    else {
      const pattern = operation.path.split("/");
      const key = `${method} ${pattern.length}`;
      templates.set(key, [...(templates.get(key) ?? []), { pattern, operation }]);
    }
  }
  return {
    /** `path` as on the wire, without query. */
    find: (method: string, path: string): Operation | undefined => {
      const exact = fixed.get(`${method} ${path}`);
      if (exact) return exact;
      const segments = path.split("/");
      return templates.get(`${method} ${segments.length}`)?.find(({ pattern }) => matches(pattern, segments))
        ?.operation;
    },
  };
};
