import { expect, test } from "../../fixtures.ts";
import { findMember, openDesk } from "../../stories.ts";

test.describe("the main job", () => {
  test("a person opens the add-on in a cross-site iframe and sees a member's live data", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    const desk = await openDesk(page, urls);
    await findMember(desk);

    const frame = page.frames().find((each) => each.url().startsWith(urls.addOn));
    expect(new URL(urls.addOn).hostname).toBe("127.0.0.1");
    expect(new URL(page.url()).hostname).toBe("localhost");
    expect(frame).toBeDefined();
    expect(browserComplaints).toEqual([]);
  });

  test("the add-on reaches the point of sale and the shop through the BFF", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    const desk = await openDesk(page, urls);
    await desk.getByRole("link", { name: "Sales" }).click();
    await expect(desk.getByRole("table").first()).toBeVisible();
    await desk.getByRole("link", { name: "Shop" }).click();
    await expect(desk.getByText("cafe01.myharavan.com")).toBeVisible();
    await desk.getByRole("link", { name: "Orders" }).click();
    await expect(desk.getByRole("table").first()).toBeVisible();
    expect(browserComplaints).toEqual([]);
  });

  test("rule 2: the exchange token is minted while the page loads, once", async ({
    page,
    urls,
    simulators,
  }) => {
    await openDesk(page, urls);
    const minted = (await simulators.requests("privage")).filter(
      ({ method, path }) => method === "POST" && path === "/v1/auth-connect/exchange-token",
    );
    expect(minted.map(({ status }) => status)).toEqual([201]);
  });
});
