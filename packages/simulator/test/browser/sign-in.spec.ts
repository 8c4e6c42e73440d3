import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { DEMO_CREDENTIALS, startSimulators } from "@privage-addons/simulator";
import { startOrigin } from "@privage-addons/test-support/origin";

test("a person agrees on Haravan's page, and their browser posts the code to the app", async ({ page }) => {
  const simulators = await startSimulators();
  const app = await startOrigin("127.0.0.1");
  const posted = new Promise<URLSearchParams>((resolve) => {
    app.route("/callback", (request) => {
      void text(request).then((body) => resolve(new URLSearchParams(body)));
      return { body: '<!doctype html><title>Back</title><link rel="icon" href="data:,">' };
    });
  });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  const { clientId } = DEMO_CREDENTIALS.PHO02.haravan;
  const query = new URLSearchParams({
    response_type: "code id_token",
    response_mode: "form_post",
    scope: "openid email grant_service",
    client_id: clientId,
    redirect_uri: `${app.url}/callback`,
    nonce: "n-1",
    state: "s-1",
  });
  await page.goto(`${simulators.haravan.url}/connect/authorize?${query}`);
  await page.getByRole("link", { name: "Owner of Phở Hai Bà" }).click();
  await expect(page).toHaveTitle("Back");
  const fields = await posted;
  expect(fields.get("state")).toBe("s-1");
  expect(fields.get("code")).toMatch(/^[0-9A-F]{64}$/);
  expect(fields.get("id_token")).toMatch(/^eyJ/);
  expect(complaints).toEqual([]);
  await app.close();
  await simulators.close();
});
