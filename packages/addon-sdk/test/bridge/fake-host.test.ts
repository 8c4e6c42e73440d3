import {
  bridgeContract,
  type VanishingHarness,
  vanishingHost,
} from "@privage-addons/test-support/bridge-contract/cases";
import { describe, expect, it } from "vitest";
import type { AddOn } from "../../src/index.ts";
import { createFakeHost, type FakeHost } from "../../src/testing/index.ts";

const createFakeHarness = (): VanishingHarness => {
  const host = createFakeHost();
  const paths: string[] = [];
  let addOn: AddOn;
  const codeOf = (error: unknown) => (error as { code: string }).code;
  return {
    connect: async () => {
      addOn = await host.clock.run(host.connect());
      addOn.onNavigated((path) => paths.push(path));
      return addOn.context.get().business.code;
    },
    locale: async () => addOn.context.get().locale,
    path: async () => addOn.context.get().placement.path,
    sessionStatus: async () => addOn.session.state.status,
    callService: (name, ...args) => {
      const services = addOn.host as unknown as Record<
        string,
        (...request: readonly unknown[]) => Promise<unknown>
      >;
      const call = services[name]?.(...args) ?? Promise.reject(new Error("No such service."));
      return host.clock.run(
        call.then(
          (value) => ["ok", value] as const,
          (error) => [codeOf(error)] as const,
        ),
      );
    },
    fetchStatus: (path) => host.clock.run(addOn.session.fetch(path).then(({ status }) => status, codeOf)),
    paths: async () => paths,
    update: host.update,
    navigated: host.navigated,
    endSession: host.endSession,
    goAway: async () => host.goAway(),
    comeBack: async () => {
      host.comeBack();
      await host.clock.advance(0);
    },
    exchangeTokensHandedOut: async () => host.tokens.counts.mints,
    disconnect: async () => addOn.disconnect(),
  };
};

describe("the testing kit's host keeps the contract of the bridge", () => {
  for (const { name, run } of [...bridgeContract, vanishingHost]) it(name, () => run(createFakeHarness()));

  it("refuses the requests that a real site refuses", async () => {
    const host = createFakeHost({ services: { toast: () => {}, openExternal: () => {} } });
    const addOn = await host.clock.run(host.connect());
    const codeOf = (call: Promise<unknown>) => host.clock.run(call.catch(({ code }) => code));

    expect(await codeOf(addOn.host.toast({ message: "x".repeat(501) }))).toBe("INVALID_ARGUMENT");
    expect(await codeOf(addOn.host.openExternal("http://plain.test/"))).toBe("INVALID_ARGUMENT");
    expect(host.serviceCalls).toEqual([]);
  });

  it("rule 7: a message of the host that has not the agreed shape is refused and changes nothing", async () => {
    const host = createFakeHost();
    const addOn = await host.clock.run(host.connect());
    const before = addOn.context.get();
    const malformed = { theme: { colorScheme: 7 } } as unknown as Parameters<typeof host.update>[0];
    await expect(host.update(malformed)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(host.navigated("https://evil.test/")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(host.endSession("because" as "logout")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(addOn.context.get()).toEqual(before);
    expect(addOn.session.state.status).not.toBe("ended");
  });

  it("F13: a host that is slow with a token, or never gives one, keeps nobody waiting, and is asked again", async () => {
    let ask = 0;
    const host: FakeHost = createFakeHost({
      mint: () => {
        const token = host.tokens.mint();
        ask++;
        if (ask === 1) return new Promise(() => {});
        if (ask === 2) return new Promise((resolve) => host.clock.setTimer(() => resolve(token), 12_000));
        return token;
      },
    });
    const addOn = await host.clock.run(host.connect());
    const call = () =>
      host.clock.run(
        addOn.session
          .fetch("/v2/connect/profile?card_no=001")
          .then(({ status }) => status)
          .catch((error: { code: string }) => error.code),
      );
    const since = host.clock.monotonic();
    expect(await call()).toBe("RENEWAL_FAILED");
    expect(host.clock.monotonic() - since).toBeLessThanOrEqual(20_000);
    expect(await call()).toBe(200);
    expect(ask).toBe(3);
    // The token that came after its call had been given up is not used.
    await host.clock.advance(10_000);
    expect(host.tokens.counts).toMatchObject({ exchanges: 1, reuses: 0 });
  });

  it("F13: a host that takes as long for a token as it gives a mint is waited for", async () => {
    const host: FakeHost = createFakeHost({
      mint: () => new Promise((resolve) => host.clock.setTimer(() => resolve(host.tokens.mint()), 9_000)),
    });
    const addOn = await host.clock.run(host.connect());
    const { status } = await host.clock.run(addOn.session.fetch("/v2/connect/profile?card_no=001"));
    expect(status).toBe(200);
    expect(host.tokens.counts).toMatchObject({ mints: 1, exchanges: 1 });
  });

  it("rule 7: a host of another version hears so before the port closes", async () => {
    const { clock, connect } = createFakeHost();
    let hello: ((request: unknown) => unknown) | undefined;
    let isClosed = false;
    const outcome = connect({
      openLink: ({ methods }) => {
        ({ hello } = methods);
        return {
          ...stillLink,
          close: () => {
            isClosed = true;
          },
        };
      },
    }).catch(({ code }: { code: string }) => code);
    expect(() => hello?.({ protocol: { min: 7, max: 9 } })).toThrow("7 to 9");
    await clock.advance(0);
    expect(isClosed).toBe(false);
    expect(await clock.run(outcome)).toBe("PROTOCOL_MISMATCH");
    expect(isClosed).toBe(true);
  });

  it("F13: a host that is silent, of another origin, or of another version is told apart", async () => {
    const host = createFakeHost();
    const codeOf = (error: { code: string }) => error.code;
    const silent = host
      .connect({ openLink: () => ({ ...stillLink }), handshakeTimeoutMs: 3_000 })
      .catch(codeOf);
    await host.clock.advance(3_000);
    expect(await silent).toBe("HANDSHAKE_TIMEOUT");
    const foreign = host.connect({ hostOrigins: ["https://other.test"] }).catch(codeOf);
    expect(await host.clock.run(foreign)).toBe("ORIGIN_MISMATCH");
    const newer = createFakeHost({ protocol: { min: 7, max: 9 } });
    expect(await newer.clock.run(newer.connect().catch(codeOf))).toBe("PROTOCOL_MISMATCH");
  });
});

const stillLink = {
  isUp: false,
  generation: 0,
  call: () => new Promise<never>(() => {}),
  restart: () => {},
  close: () => {},
};
