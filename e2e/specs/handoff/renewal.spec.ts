import { expect, test } from "../../fixtures.ts";
import type { SimulatorControls } from "../../simulators.ts";
import { findMember, openDesk } from "../../stories.ts";

const RENEW = "/v1/auth-connect/renew-token";
const EXCHANGE = "/v1/auth-connect/access-token";

const statusesOf = async (simulators: SimulatorControls, path: string) =>
  (await simulators.requests("privage"))
    .filter((request) => request.path === path)
    .map(({ status }) => status);

test.describe("a session that never ends under the user", () => {
  test("renews once after the access token expired, and the user sees data", async ({
    page,
    urls,
    simulators,
  }) => {
    const desk = await openDesk(page, urls);
    await findMember(desk);
    await simulators.advanceClock("privage", 3600);

    // The member is on the screen already: what is new is the answer.
    const answer = page.waitForResponse((each) => each.url().includes("card_no=001") && each.ok());
    await findMember(desk, "001");
    await answer;

    expect(await statusesOf(simulators, RENEW)).toEqual([201]);
    expect(await statusesOf(simulators, EXCHANGE)).toEqual([201]);
  });

  test("rule 3: a refused renewal goes back to the host, and the user sees data", async ({
    page,
    urls,
    simulators,
  }) => {
    const desk = await openDesk(page, urls);
    await simulators.advanceClock("privage", 3600);
    await simulators.addFault("privage", {
      match: { method: "POST", path: RENEW },
      fault: "status",
      status: 401,
      body: { message: "Unauthorized", statusCode: 401 },
      times: 1,
    });

    await findMember(desk);

    expect(await statusesOf(simulators, RENEW)).toEqual([401]);
    expect(await statusesOf(simulators, EXCHANGE)).toEqual([201, 201]);
  });

  test("rule 3: a renewal whose answer is lost is not sent again; the host gives a new token", async ({
    page,
    urls,
    simulators,
  }) => {
    const desk = await openDesk(page, urls);
    await simulators.advanceClock("privage", 3600);
    await simulators.addFault("privage", {
      match: { method: "POST", path: RENEW },
      fault: "commit-then-reset",
      times: 1,
    });

    await findMember(desk);

    expect(await statusesOf(simulators, RENEW)).toHaveLength(1);
    expect(await statusesOf(simulators, EXCHANGE)).toEqual([201, 201]);
  });
});
