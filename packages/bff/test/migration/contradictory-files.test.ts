/** Two machines, each with a file that contradicts the other's: what is told is true, and no token of the other is erased. */
import { expect, it } from "vitest";
import { migrateShops, type ShopResult } from "../../src/haravan/migrate.ts";
import type { TokenKeeper } from "../../src/tokens/keeper.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { keeperRigPerTest } from "../support/keeper-rig.ts";

const rig = keeperRigPerTest();

interface Row {
  readonly business: string;
  readonly shop: string;
}
/** What one machine says of its file's only row. Its vault and its keeper may be slower than the other machine's. */
const migrate = async (
  { business, shop }: Row,
  { vault = rig.vault, keeper = rig.createKeeper(shop) }: { vault?: Vault; keeper?: TokenKeeper } = {},
): Promise<ShopResult | undefined> => {
  const results: ShopResult[] = [];
  await migrateShops([{ business, shop, access_token: `legacy-token-of-${shop}` }], {
    vault,
    keeper,
    clock: rig.clock,
    clientId: "app",
    clientSecret: "secret",
    concurrency: 1,
    signal: new AbortController().signal,
    wasOurs: () => true,
    onPause: () => {},
    onResult: (result) => results.push(result),
  });
  return results[0];
};
const ONE = { business: "B1", shop: "one.myharavan.com" };
const TWO = { business: "B1", shop: "two.myharavan.com" };

it("a business that another machine connects to another shop in between keeps that shop and its pair", async () => {
  const { connections } = rig.vault;
  let others: ShopResult | undefined;
  const put: typeof connections.put = async (...args) => {
    others = await migrate(ONE);
    await connections.put(...args);
  };
  expect(await migrate(TWO, { vault: { ...rig.vault, connections: { ...connections, put } } })).toMatchObject(
    { result: "refused", reason: expect.stringMatching(/another shop, one\.myharavan\.com: .+ remove/) },
  );
  expect(others).toMatchObject({ result: "converted" });
  expect(await rig.vault.tokens.read("haravan:B1")).toMatchObject({
    ...{ connection: { settings: { shop: ONE.shop } }, secrets: { accessToken: "t1" } },
  });
});

it("a shop is not said to be converted when the operator connects its business to another one meanwhile", async () => {
  const keeper = rig.createKeeper();
  const get = async (id: string) => {
    await rig.vault.connections.put({
      ...{ provider: "haravan", business: "B1" },
      ...{ settings: { shop: TWO.shop, clientId: "app" }, secrets: { clientSecret: "secret" } },
    });
    return keeper.get(id);
  };
  expect(await migrate(ONE, { keeper: { ...keeper, get } })).toMatchObject({
    ...{ result: "refused", reason: expect.stringContaining("another shop, two.myharavan.com") },
  });
});

it("a shop that is connected to another business stays with that one, until the operator removes it there", async () => {
  const other = { business: "B2", shop: ONE.shop };
  expect(await migrate(ONE)).toMatchObject({ result: "converted" });
  expect(await migrate(other)).toMatchObject({
    ...{ result: "refused", reason: expect.stringContaining("another business, B1: to move it") },
  });
  expect(await rig.vault.connections.get("haravan:B2")).toBeUndefined();
  expect(await migrate(ONE)).toMatchObject({ result: "already" });
  await rig.vault.connections.end("haravan:B1", "removed");
  expect(await migrate(other)).toMatchObject({ result: "converted" });
});
