import { describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { testKey } from "../support/bff.ts";
import { commandRigPerTest } from "../support/command-rig.ts";
import { callerToken, partnerConnection } from "../support/platforms.ts";
import { runCommand, spawnBff } from "../support/process.ts";

const rig = commandRigPerTest();

describe("privage-bff keys rotate", () => {
  it("seals everything with a new key while a server answers, and no call fails", async () => {
    const vault = await openVault(readConfig(rig.env));
    await vault.connections.put(partnerConnection(rig.platforms.url));
    const server = await spawnBff({ ...rig.env, VAULT_KEYS: `${testKey("a")},${testKey("b")}` });
    const headers = { authorization: `Bearer ${callerToken("CAFE01")}` };
    let failures = 0;
    let isRotating = true;
    const calling = (async () => {
      while (isRotating) {
        const answers = await Promise.all(
          ["/partner/sales", "/connections"].map((path) => fetch(`${server.url}${path}`, { headers })),
        );
        failures += answers.filter(({ status }) => status !== 200).length;
      }
    })();
    const rotated = await runCommand(["keys", "rotate"], {
      ...rig.env,
      VAULT_KEYS: `${testKey("b")},${testKey("a")}`,
    });
    isRotating = false;
    await calling;
    expect([rotated.code, failures]).toEqual([0, 0]);
    expect(rotated.output).toMatch(
      /^\d records .+\nNo record needs a any more\. Once every instance runs with b first/,
    );
    expect(await vault.rotation.otherKeyIds([])).toEqual(["b"]);
    await server.end();
    await vault.close();
  }, 60_000);

  it("goes past records that do not open, and says which keys are needed still", async () => {
    const vault = await openVault(readConfig(rig.env));
    for (const business of ["A", "B", "C"])
      await vault.connections.put(partnerConnection(rig.platforms.url, business));
    const damage = (id: string, sealed: string) =>
      vault.database.db.updateTable("connection").set({ sealed }).where("id", "=", id).execute();
    await damage("partner:A", "v1.lost.AAAA.AAAA");
    const rotate = () =>
      runCommand(["keys", "rotate"], { ...rig.env, VAULT_KEYS: `${testKey("b")},${testKey("a")}` });
    const first = await rotate();
    expect([first.code, first.output]).toEqual([
      1,
      expect.stringMatching(
        /^No record needs a any more[\s\S]+2 records were sealed again; 1 do not open .+"lost"/,
      ),
    ]);
    await damage("partner:B", "v1.a.AAAA.AAAA");
    expect((await rotate()).output).toMatch(/^Records still need a: put b first on every instance/);
    await vault.close();
  }, 60_000);
});
