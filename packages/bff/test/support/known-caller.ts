/** A caller whom a BFF knows without asking: before platforms that answer no questions, and that tests hold by their sockets. */
import { createHmac } from "node:crypto";

const KEY = Buffer.alloc(32, "k").toString("base64");
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

const signed = `${encode({ alg: "HS256" })}.${encode({ business_code: "CAFE01", exp: 4_102_444_800 })}`;
const signature = createHmac("sha256", Buffer.from(KEY, "base64")).update(signed).digest("base64url");

/** For the BFF. */
export const KNOWING = { PRIVAGE_JWT_KEY: KEY };
/** What a caller of CAFE01 sends to it. */
export const KNOWN = { authorization: `Bearer ${signed}.${signature}` };
