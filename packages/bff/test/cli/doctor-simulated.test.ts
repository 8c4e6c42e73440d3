import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterEach, expect, it } from "vitest";
import { commandRigPerTest } from "../support/command-rig.ts";

const rig = commandRigPerTest();
const { file, run } = rig;

let simulators: RunningSimulators;
afterEach(() => simulators.close());

it("tries everything against the simulators, the three kinds of token too, and says what does not work", async () => {
  simulators = await startSimulators();
  Object.assign(rig.env, {
    PRIVAGE_BASE_URL: simulators.privage.url,
    HARAVAN_API_BASE_URL: simulators.haravan.url,
    HARAVAN_ACCOUNTS_BASE_URL: simulators.haravan.url,
    HARAVAN_SHOP_BASE_URL: `${simulators.haravan.url}/{shop}`,
  });
  const { partner, haravan, privage } = DEMO_CREDENTIALS.CAFE01;
  await run(
    `connections add partner --business CAFE01 --base-url ${simulators.partner.url}/api/partner/v1 --client-id ${partner.clientId} --client-secret-file -`,
    partner.clientSecret,
  );
  await run(
    `connections add haravan --business CAFE01 --shop ${haravan.shop} --client-id ${haravan.clientId} --client-secret-file ${file("s", haravan.clientSecret)} --access-token-file ${file("t", haravan.legacyAccessToken)}`,
  );
  await run(
    `connections add privage --business CAFE01 --api-key ${privage.apiKey} --api-secret-file -`,
    privage.apiSecret,
  );
  const healthy = await run("doctor");
  expect([healthy.code, healthy.output.match(/^ok /gm)?.length]).toEqual([0, 9]);
  await run(
    `connections add partner --business CAFE01 --base-url ${simulators.partner.url}/api/partner/v1 --client-id ${partner.clientId} --client-secret-file -`,
    "wrong",
  );
  await run("connections remove --provider privage --business CAFE01");
  await run("connections add privage --business CAFE01 --api-key wrong --api-secret-file -", "wrong");
  const sick = await run("doctor");
  expect([sick.code, sick.output]).toEqual([
    1,
    expect.stringMatching(/FAIL {2}CAFE01 has a privage token: Privage does not accept/),
  ]);
}, 240_000);
