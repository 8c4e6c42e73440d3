/** When the token itself says that it ends: `exp` as a hint, not verified. Never used to accept, only to forget earlier. */
export const expiryHint = (token: string): number | undefined => {
  const payload = token.split(".", 3)[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const exp = typeof claims === "object" && claims !== null && "exp" in claims ? claims.exp : undefined;
    return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
};
