/** Whose event it is: every documented scheme, and comparisons that take the same time whatever is compared. */
import crypto, { createHmac } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { DEMO_CREDENTIALS, startSimulators } from "@privage-addons/simulator";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startBff } from "../support/bff.ts";
import { haravanConnection, partnerConnection, startPlatforms } from "../support/platforms.ts";
import { AUTHORIZED, rigPerTest } from "../support/rig.ts";

const VERIFY_TOKEN = "verify-me-please";
const rig = rigPerTest({ HARAVAN_WEBHOOK_VERIFY_TOKEN: VERIFY_TOKEN });

describe("the Partner's signature", () => {
  const BODY = '{"event_type":"sale.created"}';
  const hmac = (algorithm: string, encoding: "hex" | "base64") =>
    createHmac(algorithm, "canary-webhook-secret").update(BODY).digest(encoding);

  it.each([
    ["nothing configured", {}, "x-meed-signature", hmac("sha256", "hex")],
    [
      "another header, a prefix and SHA-512 in base64",
      {
        PARTNER_WEBHOOK_HEADER: "X-Hub-Signature",
        PARTNER_WEBHOOK_ALGORITHM: "sha512",
        PARTNER_WEBHOOK_ENCODING: "base64",
        PARTNER_WEBHOOK_PREFIX: "sha512=",
      },
      "x-hub-signature",
      `sha512=${hmac("sha512", "base64")}`,
    ],
  ])("is checked as configured: %s", async (_what, env, header, signature) => {
    const platforms = await startPlatforms();
    const bff = await startBff({ ...platforms.env, ...env });
    await bff.vault.connections.put(partnerConnection(platforms.url));
    const send = async (headers: Record<string, string>) =>
      (await fetch(`${bff.url}/webhooks/partner/CAFE01`, { method: "POST", body: BODY, headers })).status;
    const bare = signature.replace("sha512=", "");
    expect([
      await send({ [header]: signature }),
      await send({ [header]: `sha256=${bare}` }),
      await send({ [header]: bare.slice(0, -1) }),
      await send({ "x-other-signature": signature }),
    ]).toEqual([200, 401, 401, 401]);
    await bff.close();
    await platforms.close();
  });
});

describe("Haravan, as its simulator plays it", () => {
  it("has its callback verified and its events accepted, and the add-on reads them in order", async () => {
    const simulators = await startSimulators({ orders: 3 });
    const { shop, clientSecret, clientId } = DEMO_CREDENTIALS.CAFE01.haravan;
    const { vault, url } = rig.bff;
    await vault.connections.put({
      ...haravanConnection(),
      settings: { shop, clientId },
      secrets: { clientSecret },
    });
    await vault.connections.setExternalId("haravan:CAFE01", "200000244883");
    const order = async (json: object) => {
      const answer = await fetch(`${simulators.haravan.url}/_sim/webhooks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ shop, url: `${url}/webhooks/haravan`, ...json }),
      });
      return answer.json();
    };
    expect(await order({ verify_token: VERIFY_TOKEN })).toMatchObject({ verified: true });
    expect(await order({ verify_token: "another-token" })).toMatchObject({ verified: false, status: 401 });
    for (const topic of ["orders/create", "products/update", "orders/create"]) {
      expect(await order({ topic })).toEqual({ delivered: true, status: 200 });
    }
    const feed = await (await fetch(`${url}/webhooks`, { headers: AUTHORIZED })).json();
    expect(feed).toMatchObject({ data: [{ topic: "orders/create" }, { topic: "products/update" }] });
    await simulators.close();
  });
});

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
    await rig.bff.vault.connections.put(haravanConnection());
    await rig.bff.vault.connections.setExternalId("haravan:CAFE01", "200000244883");
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
