/** An attacker with a stopwatch, who guesses secrets digit by digit. */
import crypto, { createHmac } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";

const VERIFY_TOKEN = "verify-me-please";
const rig = attackRigPerTest();

describe("secrets are compared in constant time", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  /** Node's own comparison, watched: what was compared, and whether it was equal. */
  const watchComparisons = (): { lengths: number[]; results: boolean[] } => {
    const seen: { lengths: number[]; results: boolean[] } = { lengths: [], results: [] };
    const { timingSafeEqual } = crypto;
    vi.spyOn(crypto, "timingSafeEqual").mockImplementation((left, right) => {
      const isEqual = timingSafeEqual(left, right);
      seen.lengths.push(left.byteLength, right.byteLength);
      seen.results.push(isEqual);
      return isEqual;
    });
    syncBuiltinESMExports();
    return seen;
  };

  const BODY = '{"id":1}';
  const sign = (secret: string) => createHmac("sha256", secret).update(BODY).digest("base64");
  const fromHaravan = (org: string, signature: string) =>
    fetch(`${rig.bff.url}/webhooks/haravan`, {
      method: "POST",
      body: BODY,
      headers: {
        "x-haravan-topic": "orders/create",
        "x-haravan-org-id": org,
        "x-haravan-hmacsha256": signature,
      },
    });
  const fromPartner = (business: string, secret: string) =>
    fetch(`${rig.bff.url}/webhooks/partner/${business}`, {
      method: "POST",
      body: BODY,
      headers: { "x-meed-signature": createHmac("sha256", secret).update(BODY).digest("hex") },
    });
  const shake = (token: string) =>
    fetch(`${rig.bff.url}/webhooks/haravan?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=abc`);

  it.each([
    ["Haravan's signature", () => fromHaravan("200000244883", sign("canary-haravan-secret")), true],
    ["a forged signature", () => fromHaravan("200000244883", sign("other")), false],
    ["a signature of another length", () => fromHaravan("200000244883", "x"), false],
    [
      "a signature for a shop that nobody knows",
      () => fromHaravan("1", sign("canary-haravan-secret")),
      false,
    ],
    ["the Partner's signature", () => fromPartner("CAFE01", "canary-webhook-secret"), true],
    ["a forged signature of the Partner", () => fromPartner("CAFE01", "other"), false],
    [
      "a signature for a business that nobody knows",
      () => fromPartner("NOBODY", "canary-webhook-secret"),
      false,
    ],
    ["the verify token", () => shake(VERIFY_TOKEN), true],
    ["a verify token that is wrong at its end", () => shake(`${VERIFY_TOKEN.slice(0, -1)}X`), false],
    ["a verify token of another length", () => shake("v"), false],
  ])("%s", async (_what, send, isAccepted) => {
    if (isAccepted) rig.mayChange();
    const { lengths, results } = watchComparisons();
    const { status } = await send();
    // Exactly one comparison decides, over two digests: the lengths of what was sent and of the secret do not show.
    expect([status, results, lengths]).toEqual([isAccepted ? 200 : 401, [isAccepted], [32, 32]]);
  });

  it("and nowhere in the source with an operator that stops at the first difference", () => {
    const source = fileURLToPath(new URL("../../src", import.meta.url));
    const secretName = /\b\w*(?:secret|signature|password|hmac|digest|token)\b/i.source;
    const comparison = new RegExp(
      `(?:${secretName}[)\\]]*\\s*[!=]==?(?!=|\\s*(?:undefined|null|""))|[!=]==?\\s*[\\w.?]*${secretName})`,
      "i",
    );
    const found = globSync("**/*.ts", { cwd: source }).flatMap((file) =>
      readFileSync(`${source}/${file}`, "utf8")
        .split("\n")
        .filter((line) => comparison.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
