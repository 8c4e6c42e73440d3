/** The package as a stranger gets it: packed, installed into an empty project, run by its command and from code. */
import { createPackedProject, type PackedProject } from "@privage-addons/test-support/packed-project";
import { afterAll, beforeAll, expect, test } from "vitest";

let project: PackedProject;
beforeAll(() => {
  project = createPackedProject("simulator");
}, 240_000);
afterAll(() => project.remove());

test("its command is there, and says what it can", { timeout: 120_000 }, () => {
  expect(project.run("npx", "--no-install", "privage-sim", "--help")).toContain("--cors-origin");
});

test("it starts from code, answers, and stops", { timeout: 120_000 }, () => {
  project.write(
    "try.js",
    `import { DEMO_CREDENTIALS, startSimulators } from "@privage-addons/simulator";
     const simulators = await startSimulators({ members: 5, transactions: 5 });
     const { apiKey, apiSecret } = DEMO_CREDENTIALS.CAFE01.privage;
     const answer = await fetch(simulators.privage.url + "/v1/auth-connect/token", {
       method: "POST",
       headers: { "content-type": "application/json" },
       body: JSON.stringify({ api_key: apiKey, api_secret: apiSecret }),
     });
     await answer.text();
     await simulators.close();
     console.log(answer.status);`,
  );
  expect(project.run(process.execPath, "try.js").trim()).toBe("201");
});
