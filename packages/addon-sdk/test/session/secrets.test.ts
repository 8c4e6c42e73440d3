import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { answer, createRig, type Rig } from "../support/session-rig.ts";

/** Everything that anybody could print of a session. */
const printed = (rig: Rig, errors: readonly unknown[]) => {
  const seen: unknown[] = [rig.session, rig.states, errors, ...errors.map((error) => (error as Error).cause)];
  return seen
    .map((each) => `${inspect(each, { depth: 9, showHidden: true })} ${JSON.stringify(each)}`)
    .join("\n");
};

describe("secrets", () => {
  it("rule 1: no token is in a session's properties, its JSON, its states or its errors", async () => {
    const minted: string[] = [];
    const rig = createRig({
      askHost: async (_reason, mint) => {
        minted.push(mint());
        return minted.at(-1) ?? "";
      },
    });
    await rig.begin();
    await rig.clock.run(rig.call());
    rig.tokens.revokeAccess();
    const errors: unknown[] = [];
    rig.onCall((path, work) => {
      if (path.endsWith("/renew-token")) throw new TypeError("Failed to fetch");
      return path.endsWith("/access-token") ? answer(401, { message: "Unauthorized" }) : work();
    });
    errors.push(await rig.clock.run(rig.call().catch((error: unknown) => error)));
    errors.push(await rig.clock.run(rig.session.getAccessToken().catch((error: unknown) => error)));
    const secrets = [...minted, ...rig.sentTokens, ...rig.refreshTokensSent];
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const text = printed(rig, errors);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
