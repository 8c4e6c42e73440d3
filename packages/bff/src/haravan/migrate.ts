/**
 * Converts many shops, one row of a CSV file each: `business,shop,access_token`.
 *
 * The vault is the memory of what is done, so that a run can be stopped, repeated, or shared by two machines: a shop that has
 * a working pair is left alone, and the lease lets one process at a time exchange a shop's token. A 429 pauses every worker
 * for as long as Haravan says.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { Clock } from "../operations/clock.ts";
import type { TokenKeeper } from "../tokens/keeper.ts";
import { BUSINESS_CODE, connectionId } from "../vault/connection.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import type { TokenRecord } from "../vault/tokens.ts";
import type { Vault } from "../vault/vault.ts";
import { isRefusal } from "./exchange.ts";
import { SHOP_NAME } from "./shop-name.ts";
import { endAgain, hasPair, hasWorkingPair, storeLegacyToken } from "./token-exchange-route.ts";

export interface ShopResult {
  readonly business: string;
  readonly shop: string;
  /** `refused` needs a person, `retry` another run. */
  readonly result: "converted" | "already" | "refused" | "retry";
  readonly reason: string;
}

export interface MigrationParts {
  readonly vault: Vault;
  readonly keeper: TokenKeeper;
  readonly clock: Clock;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Whether this process itself got the business's token from Haravan; another one may have been faster. */
  readonly wasOurs: (business: string) => boolean;
  /** Haravan wants no call for so long, in ms. */
  readonly onPause: (ms: number) => void;
  readonly onResult: (result: ShopResult) => void;
}

const cell = (pattern: RegExp, what: string) => z.string(what).regex(pattern, what);
const cells = {
  business: cell(BUSINESS_CODE, "business is no business code"),
  shop: cell(SHOP_NAME, "shop is no name as in cafe01.myharavan.com"),
  access_token: cell(/^[\x21-\x7e]{1,8192}$/, "access_token is no token"),
};
const rowSchema = z
  .object(cells)
  // A token may look like a business code, only longer: it must not become one.
  .refine(
    ({ business, access_token }) => business.length <= access_token.length,
    "business and access_token are exchanged",
  );

/** In the report in place of a cell that may hold a token, because it is not certain which column is which. */
const NOT_SHOWN = "(not shown)";

/** How often a shop is tried before it is left to the next run. A 429 says only that this is not the moment. */
const MOST_ATTEMPTS = new Map<string, number>([
  ["UPSTREAM_UNAVAILABLE", 5],
  ["RATE_LIMITED", 20],
]);
const PAUSE_MS = 1_000;

export const migrateShops = async (rows: readonly unknown[], parts: MigrationParts): Promise<void> => {
  const { vault, keeper, clock, clientId, clientSecret, concurrency, signal } = parts;
  let pausedUntil = 0;
  const shopOf = new Map<string, string>();
  const businessOf = new Map<string, string>();
  /** A shop's business in the vault; without the one that the operator has removed to move the shop. */
  const connectedTo = new Map<string | undefined, string>();
  for (const { provider, status, settings, business } of await vault.connections.list({}))
    if (provider === "haravan" && status === "connected") connectedTo.set(settings.shop, business);

  const pause = async (): Promise<void> => {
    while (clock.now() < pausedUntil && !signal.aborted) {
      await clock.sleep(pausedUntil - clock.now(), signal);
    }
  };

  const pauseAll = (ms: number): void => {
    const until = clock.now() + ms;
    if (until <= pausedUntil) return;
    pausedUntil = until;
    parts.onPause(ms);
  };

  const assertOfShop = (business: string, shop: string, current: string | undefined): void => {
    if (current === shop) return;
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `${business} is connected to another shop, ${current}: if the file is right, use "privage-bff connections remove" first.`,
    );
  };

  /**
   * Whether the business works, and whether it is connected as this run has it. Throws when it has what a migration must not
   * replace: another shop, or another app's pair.
   */
  const judge = (known: TokenRecord | undefined, business: string, shop: string) => {
    if (known?.connection.status !== "connected") return { works: false, isAsGiven: false };
    const { settings: app, secrets } = known.connection;
    assertOfShop(business, shop, app.shop);
    const works = hasWorkingPair(known);
    const isOtherId = app.clientId !== clientId;
    const isOtherSecret = !isSameSecret(secrets?.clientSecret ?? "", clientSecret);
    if (isOtherId ? hasPair(known) : works && isOtherSecret) {
      throw new AddOnError(
        "INVALID_ARGUMENT",
        `${business} has a token with another client ${isOtherId ? "id" : "secret"}, which was kept: if this one is right, use "privage-bff connections add haravan".`,
      );
    }
    // What it is about to get would be erased.
    if (isOtherId && known.leased) {
      throw new AddOnError("UPSTREAM_UNAVAILABLE", `The token of ${business} is being exchanged right now.`);
    }
    return { works, isAsGiven: !isOtherId && !isOtherSecret };
  };

  const register = async (business: string, shop: string) => {
    const known = await vault.tokens.read(connectionId("haravan", business));
    const { works, isAsGiven } = judge(known, business, shop);
    if (!isAsGiven) {
      const connection = { business, settings: { shop, clientId }, secrets: { clientSecret } };
      // Another machine may have been here since, with a file that says otherwise.
      await vault.connections.put({ provider: "haravan", ...connection }, (before) => {
        judge(before, business, shop);
      });
    }
    return { works, wasUninstalled: known?.connection.status === "uninstalled" };
  };

  const convert = async (business: string, shop: string, legacyToken: string) => {
    const id = connectionId("haravan", business);
    const offer = async (): Promise<void> => {
      await storeLegacyToken(vault, clock, { id, shop, legacyToken });
      // A failure of before is not this token's: the same shop may stand above with another one.
      keeper.forget(id);
    };
    const { works, wasUninstalled } = await register(business, shop);
    let isNew = !works;
    if (isNew) await offer();
    for (let attempt = 1; ; attempt += 1) {
      await pause();
      try {
        const { connection } = await keeper.get(id);
        assertOfShop(business, shop, connection.settings.shop);
        return isNew && parts.wasOurs(business) ? "converted" : "already";
      } catch (error) {
        // Its pair is dead, and nobody knew before it was used.
        if (!isNew && isAddOnError(error) && isRefusal(error.code)) {
          await offer();
          isNew = true;
          continue;
        }
        const most = isAddOnError(error) ? (MOST_ATTEMPTS.get(error.code) ?? 0) : 0;
        if (!isAddOnError(error) || attempt >= most || signal.aborted) {
          if (wasUninstalled) await endAgain(vault, id, legacyToken);
          throw error;
        }
        const after = error.details?.["retryAfterMs"];
        const wait = Math.max(typeof after === "number" ? after : 0, PAUSE_MS * attempt);
        if (error.code === "RATE_LIMITED") pauseAll(wait);
        else await clock.sleep(wait, signal);
      }
    }
  };

  /** A business has one shop and a shop one business; of rows that contradict each other the first counts. */
  const assertNoOther = (business: string, shop: string, number: number): void => {
    const otherShop = shopOf.get(business) ?? shop;
    const otherBusiness = businessOf.get(shop) ?? business;
    const say = (what: string) =>
      new AddOnError("INVALID_ARGUMENT", `Row ${number}: the file gives ${what}.`);
    if (otherShop !== shop) throw say(`${business} another shop above: ${otherShop}`);
    if (otherBusiness !== business) throw say(`${shop} to another business above: ${otherBusiness}`);
    const connected = connectedTo.get(shop) ?? business;
    if (connected !== business) {
      throw new AddOnError(
        "INVALID_ARGUMENT",
        `${shop} is connected to another business, ${connected}: to move it, use "privage-bff connections remove" for that one first.`,
      );
    }
    shopOf.set(business, shop);
    businessOf.set(shop, business);
  };

  /** When the last row of a business so far is done: a token must not be replaced by another row's before it was tried. */
  const turns = new Map<string, Promise<unknown>>();

  const handle = async (row: unknown, number: number): Promise<ShopResult> => {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) {
      const shop = z.object({ shop: cells.shop }).safeParse(row).data?.shop ?? NOT_SHOWN;
      const problems = parsed.error.issues.map(({ message }) => message).join("; ");
      return { business: NOT_SHOWN, shop, result: "refused", reason: `Row ${number}: ${problems}.` };
    }
    const { business, shop, access_token } = parsed.data;
    try {
      assertNoOther(business, shop, number);
      const turn = Promise.resolve(turns.get(business)).then(() => convert(business, shop, access_token));
      turns.set(
        business,
        turn.catch(() => {}),
      );
      return { business, shop, result: await turn, reason: "" };
    } catch (error) {
      if (!isAddOnError(error)) return { business, shop, result: "retry", reason: "Unexpected failure." };
      const result = MOST_ATTEMPTS.has(error.code) ? "retry" : "refused";
      return { business, shop, result, reason: `${error.code}: ${error.message}` };
    }
  };

  const queue = rows.entries();
  const work = async (): Promise<void> => {
    for (const [index, row] of queue) {
      if (signal.aborted) return;
      parts.onResult(await handle(row, index + 1));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};
