import { describe, expect, it } from "vitest";
import { checkHostOrigins } from "../src/connect/host-origins.ts";
import { createFakeHost } from "../src/testing/index.ts";
import { answer, createRig } from "./support/session-rig.ts";

const reasonOf = (call: Promise<unknown>) =>
  call.then(
    () => "no error",
    (error: { code: string; message: string; details: unknown }) => error,
  );

describe("what goes wrong on somebody's first day says what to do", () => {
  it("without host origins both places where they may stand are named", () => {
    for (const origins of [[], ["manage.example"], ["https://manage.example/"], ["*"]]) {
      expect(() => checkHostOrigins(origins)).toThrow(/hostOrigins.*privage-host-origins.*https:\/\//);
    }
  });

  it("with a wrong apiBaseUrl a call is told soon, and which address answered what", async () => {
    const rig = createRig();
    rig.onCall(() => answer(404, "<!doctype html>Not found"));
    await rig.begin();
    const startedAt = rig.clock.now();

    const error = await rig.clock.run(reasonOf(rig.call()));
    expect(error).toMatchObject({
      code: "TOKEN_SPENT",
      message: "https://api.test/v1/auth-connect/access-token answered 404.",
    });
    expect(rig.clock.now() - startedAt).toBeLessThan(2_000);
  });

  it("after the session's end every call names the reason, also one that was under way", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall(
      (_path, _work, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    );
    const underWay = reasonOf(rig.call());
    await rig.clock.advance(100);
    rig.end("plan-ended");

    expect(await underWay).toMatchObject({ details: { reason: "plan-ended", sent: true } });
    expect(await reasonOf(rig.call())).toMatchObject({ details: { reason: "plan-ended" } });
    expect(await reasonOf(rig.session.getAccessToken())).toMatchObject({
      code: "SESSION_ENDED",
      details: { reason: "plan-ended" },
    });
  });

  it("a host that answers something that is no token is asked again, and no call fails with anything untyped", async () => {
    const oddities: readonly unknown[] = [undefined, null, 7, {}, { toString: 1 }];
    let mints = 0;
    // A host's own code, which no type of ours checks.
    const mint = () => (mints < oddities.length ? oddities[mints++] : undefined) as string;
    const host = createFakeHost({ mint });
    const addOn = await host.clock.run(host.connect());

    expect(
      await host.clock.run(reasonOf(addOn.session.fetch("/v2/connect/profile?card_no=001"))),
    ).toMatchObject({
      code: "RENEWAL_FAILED",
      cause: { code: "INTERNAL" },
    });
    expect(mints).toBe(oddities.length);
  });
});
