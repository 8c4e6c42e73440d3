import { AddOnError } from "@privage-addons/contracts";
import { DEFAULT_CALL_TIMEOUT_MS } from "@privage-addons/contracts/bridge";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MintRequest } from "../../src/tokens/mint.ts";
import { createTokenSupply, type TokenSupplyOptions, YOUNG_MS } from "../../src/tokens/token-supply.ts";

const setUp = (overrides: Partial<TokenSupplyOptions> = {}) => {
  const mints: MintRequest[] = [];
  const told: (string | undefined)[] = [];
  const thrown: unknown[] = [];
  const clock = { now: 1_000_000 };
  const supply = createTokenSupply({
    mint: async (request) => {
      mints.push(request);
      return { exchangeToken: `token-${mints.length}` };
    },
    request: { appconnectId: 42, businessCode: "CAFE01", traceparent: "00-0-0-01" },
    now: () => clock.now,
    timeout: () => new AbortController().signal,
    onMint: (_since, error) => told.push(error?.code),
    onThrown: (reason) => thrown.push(reason),
    ...overrides,
  });
  return { supply, mints, told, thrown, clock };
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: AddOnError) => error.code,
  );

describe("the supply of exchange tokens", () => {
  it("rule 2: mints ahead, before anybody asks", () => {
    const { mints } = setUp();
    expect(mints.map(({ reason, businessCode }) => [reason, businessCode])).toEqual([["ahead", "CAFE01"]]);
  });

  it("rule 2: hands out the early token while it is young, and once", async () => {
    const { supply, mints, clock } = setUp();
    clock.now += YOUNG_MS;

    expect(await supply.take("start")).toBe("token-1");
    expect(await supply.take("renewal-lost")).toBe("token-2");
    expect(mints.map(({ reason }) => reason)).toEqual(["ahead", "renewal-lost"]);
  });

  it("rule 2: mints anew when the early token is older than 30 s", async () => {
    const { supply, clock } = setUp();
    clock.now += YOUNG_MS + 1;
    expect(await supply.take("start")).toBe("token-2");
  });

  it("rule 2: measures the age from before the request was sent", async () => {
    const { clock, ...rest } = (() => {
      let answer = (_token: { exchangeToken: string }) => {};
      let count = 0;
      const set = setUp({
        mint: () =>
          ++count === 1
            ? new Promise((resolve) => {
                answer = resolve;
              })
            : Promise.resolve({ exchangeToken: "fresh" }),
      });
      return { ...set, answer: () => answer({ exchangeToken: "slow" }) };
    })();
    const taken = rest.supply.take("start");
    clock.now += YOUNG_MS + 1;
    rest.answer();

    expect(await taken).toBe("fresh");
  });

  it("rule 3: never hands a token out twice, however many ask at once and whenever", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ wait: fc.nat(40_000), asks: fc.integer({ min: 1, max: 4 }) }), { maxLength: 6 }),
        async (rounds) => {
          const { supply, clock } = setUp();
          const tokens: string[] = [];
          for (const { wait, asks } of rounds) {
            clock.now += wait;
            const round = await Promise.allSettled(Array.from({ length: asks }, () => supply.take("start")));
            for (const result of round) if (result.status === "fulfilled") tokens.push(result.value);
          }
          expect(new Set(tokens).size).toBe(tokens.length);
        },
      ),
    );
  });

  it("rule 3: refuses a mint function that returns the same token again", async () => {
    const { supply } = setUp({ mint: async () => ({ exchangeToken: "cached" }) });
    expect(await supply.take("start")).toBe("cached");
    expect(await codeOf(supply.take("renewal-lost"))).toBe("MINT_FAILED");
  });

  it.each([undefined, null, "", 7, {}])(
    "refuses a mint function that returns %j for a token",
    async (exchangeToken) => {
      const { supply } = setUp({ mint: async () => ({ exchangeToken }) as { exchangeToken: string } });
      expect(await codeOf(supply.take("start"))).toBe("MINT_FAILED");
    },
  );

  it("tries once more when minting ahead failed in passing", async () => {
    let count = 0;
    const { supply } = setUp({
      mint: async () => {
        if (++count === 1) throw new AddOnError("MINT_FAILED", "network", { retryable: true });
        return { exchangeToken: "second" };
      },
    });
    expect(await supply.take("start")).toBe("second");
  });

  it("does not ask again when the platform refused", async () => {
    let count = 0;
    const { supply } = setUp({
      mint: async () => {
        count++;
        throw new AddOnError("MINT_FAILED", "403", { retryable: false });
      },
    });
    expect(await codeOf(supply.take("start"))).toBe("MINT_FAILED");
    expect(count).toBe(1);
  });

  it("keeps the cause of a mint function's own error, and none of its text", async () => {
    const cause = new Error("JWT eyJ.secret.x was refused");
    const { supply } = setUp({ mint: () => Promise.reject(cause) });
    const error = await supply.take("start").catch((reason: AddOnError) => reason);

    expect(error).toMatchObject({ code: "MINT_FAILED", cause });
    expect((error as AddOnError).message).not.toContain("eyJ");
  });

  it("rule 7: mints at most ten times a minute, and again a minute later", async () => {
    const { supply, clock, told } = setUp();
    const codes = [];
    for (let i = 0; i < 12; i++) codes.push(await codeOf(supply.take("start")));

    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(2);
    expect(told.filter(Boolean)).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    clock.now += 61_000;
    expect(await codeOf(supply.take("start"))).toBe("ok");
  });

  it("rule 7: a clock set back neither refuses mints nor makes an old token young", async () => {
    const { supply, clock, mints } = setUp();
    for (let i = 0; i < 10; i++) await codeOf(supply.take("start"));
    clock.now -= 3_600_000;
    expect(await codeOf(supply.take("start"))).toBe("ok");

    const early = setUp();
    early.clock.now -= 3_600_000;
    expect(await early.supply.take("start")).toBe("token-2");
    expect(mints).toHaveLength(11);
  });

  it("rule 5: gives a mint up before the add-on, which waits as long as any call does, gives up itself", async () => {
    const asked: number[] = [];
    const timeout = (ms: number) => {
      asked.push(ms);
      return new AbortController().signal;
    };
    await setUp({ timeout }).supply.take("start");
    expect(asked[0]).toBeLessThan(DEFAULT_CALL_TIMEOUT_MS);
  });

  it("rule 5: gives a mint that never answers up at its deadline", async () => {
    const deadline = new AbortController();
    const { supply } = setUp({ mint: () => new Promise(() => {}), timeout: () => deadline.signal });
    const taken = codeOf(supply.take("start"));
    deadline.abort();

    expect(await taken).toBe("MINT_FAILED");
  });

  it("rule 8: hands out nothing after the session ended, and aborts what is under way", async () => {
    const signals: AbortSignal[] = [];
    const { supply } = setUp({
      mint: ({ signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    const under = codeOf(supply.take("start"));
    supply.close();

    expect(signals[0]?.aborted).toBe(true);
    expect(await under).not.toBe("ok");
    expect(await codeOf(supply.take("start"))).toBe("SESSION_ENDED");
  });

  it("rule 8: keeps back an early token that is ready when the session ends", async () => {
    const { supply } = setUp();
    await Promise.resolve();
    supply.close();
    expect(await codeOf(supply.take("start"))).toBe("SESSION_ENDED");
  });

  it("tells the site, and not the add-on, what its own mint() threw", async () => {
    const bug = new TypeError("session.jwt is not a function");
    const { supply, thrown } = setUp({ mint: () => Promise.reject(bug) });
    const error = await supply.take("start").catch((reason: AddOnError) => reason);

    expect((error as AddOnError).message).not.toContain(bug.message);
    expect(thrown).toEqual([bug, bug]); // ahead, and once more
  });

  it("tells the site nothing when mint() says by itself what failed, or when the add-on is gone", async () => {
    const refused = new AddOnError("MINT_FAILED", "Privage minted no exchange token (403).", {
      retryable: false,
    });
    const own = setUp({ mint: () => Promise.reject(refused) });
    expect(await own.supply.take("start").catch((reason) => reason)).toBe(refused);

    const gone = setUp({ mint: () => new Promise(() => {}) });
    gone.supply.close();
    await gone.supply.take("start").catch(() => {});
    expect([own.thrown, gone.thrown]).toEqual([[], []]);
  });

  it("says that mint() took too long", async () => {
    const late = new AbortController();
    const { supply } = setUp({ mint: () => new Promise(() => {}), timeout: () => late.signal });
    late.abort();
    const error = await supply.take("start").catch((reason: AddOnError) => reason);
    expect((error as AddOnError).message).toBe("mint() took longer than 9 s.");
  });
});
