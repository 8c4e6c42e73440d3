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
import { connectionId } from "../vault/connection.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import type { Vault } from "../vault/vault.ts";
import { parseShopName } from "./shop-name.ts";
import { hasWorkingPair, storeLegacyToken } from "./token-exchange-route.ts";

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
  readonly onResult: (result: ShopResult) => void;
}

const rowSchema = z.object({
  business: z.string().regex(/^[\w.-]{1,128}$/),
  shop: z.string(),
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
});

/** How often a shop is tried before it is left to the next run. A 429 says only that this is not the moment. */
const MOST_ATTEMPTS = new Map<string, number>([
  ["UPSTREAM_UNAVAILABLE", 5],
  ["RATE_LIMITED", 20],
]);
const PAUSE_MS = 1_000;

/** What a row says, for the report; a token that stands in the wrong column does not get there. */
const shown = (cell: string): string => (/^[\w.-]{1,80}$/.test(cell) ? cell : "(not shown)");

export const migrateShops = async (rows: AsyncIterable<unknown>, parts: MigrationParts): Promise<void> => {
  const { vault, keeper, clock, clientId, clientSecret, concurrency, signal, wasOurs, onResult } = parts;
  let pausedUntil = 0;

  const pause = async (): Promise<void> => {
    for (
      let left = pausedUntil - clock.now();
      left > 0 && !signal.aborted;
      left = pausedUntil - clock.now()
    ) {
      await clock.sleep(left, signal);
    }
  };

  /** Whether the shop is to be converted: false when it has a working pair. */
  const register = async (business: string, shop: string): Promise<boolean> => {
    const known = await vault.tokens.read(connectionId("haravan", business));
    const { settings: app, secrets, status } = known?.connection ?? {};
    if (status === "connected" && app?.shop !== shop) {
      throw new AddOnError("INVALID_ARGUMENT", `${business} is connected to another shop, ${app?.shop}.`);
    }
    const isKnownApp = app?.clientId === clientId && isSameSecret(secrets?.clientSecret ?? "", clientSecret);
    const works = known !== undefined && status === "connected" && hasWorkingPair(known);
    if (works && !isKnownApp) {
      throw new AddOnError(
        "INVALID_ARGUMENT",
        `${business} works with another client id or secret, which was kept: if this one is right, use "privage-bff connections add haravan".`,
      );
    }
    if (status !== "connected" || !isKnownApp) {
      const settings = { shop, clientId };
      await vault.connections.put({ provider: "haravan", business, settings, secrets: { clientSecret } });
    }
    return !works;
  };

  const convert = async (
    business: string,
    shop: string,
    legacyToken: string,
  ): Promise<ShopResult["result"]> => {
    const id = connectionId("haravan", business);
    const isOffered = await register(business, shop);
    const isNew = isOffered && (await storeLegacyToken(vault, clock, { id, shop, legacyToken }));
    for (let attempt = 1; ; attempt += 1) {
      await pause();
      try {
        await keeper.get(id);
        return isNew && wasOurs(business) ? "converted" : "already";
      } catch (error) {
        const most = isAddOnError(error) ? (MOST_ATTEMPTS.get(error.code) ?? 0) : 0;
        if (!isAddOnError(error) || attempt >= most || signal.aborted) throw error;
        const after = error.details?.["retryAfterMs"];
        const wait = Math.max(typeof after === "number" ? after : 0, PAUSE_MS * attempt);
        if (error.code === "RATE_LIMITED") pausedUntil = Math.max(pausedUntil, clock.now() + wait);
        else await clock.sleep(wait, signal);
      }
    }
  };

  const handle = async (row: unknown, number: number): Promise<ShopResult> => {
    const parsed = rowSchema.safeParse(row);
    const { business = "", shop = "" } =
      z.object({ business: z.string(), shop: z.string() }).partial().safeParse(row).data ?? {};
    const about = { business: shown(business), shop: shown(shop) };
    if (!parsed.success) {
      const columns = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
      return { ...about, result: "refused", reason: `Row ${number} is malformed: ${columns}.` };
    }
    try {
      const result = await convert(business, parseShopName(shop), parsed.data.access_token);
      return { ...about, result, reason: "" };
    } catch (error) {
      if (!isAddOnError(error)) return { ...about, result: "retry", reason: "Unexpected failure." };
      const result = MOST_ATTEMPTS.has(error.code) ? "retry" : "refused";
      return { ...about, result, reason: `${error.code}: ${error.message}` };
    }
  };

  const iterator = rows[Symbol.asyncIterator]();
  let count = 0;
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const next = await iterator.next();
      if (next.done === true) return;
      count += 1;
      onResult(await handle(next.value, count));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};
