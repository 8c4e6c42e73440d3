import { expect, test } from "./support/fixtures.ts";

const WRONG = {
  container: { container: null },
  "src (https:, no credentials)": { src: "/relative" },
  title: { title: "" },
  "appconnectId (a positive integer)": { appconnectId: "42" },
  businessCode: { businessCode: undefined },
  mint: { mint: undefined },
  "context.user": { context: { business: { code: "CAFE01", name: "Café One", currency: "THB" } } },
  "context.user, context.business": { context: undefined },
};

for (const [name, options] of Object.entries(WRONG)) {
  test(`a page without types is told at once what is missing: ${name}`, async ({ hostPage, sites }) => {
    const message = await hostPage.evaluate(
      ([src, wrong, absent]) => {
        const good = {
          container: document.body,
          src,
          title: "Test add-on",
          appconnectId: 42,
          businessCode: "CAFE01",
          mint: async () => ({ exchangeToken: "token" }),
          context: {
            user: { id: "7", name: "Anong", permissions: [] },
            business: { code: "CAFE01", name: "Café One", currency: "THB" },
          },
        };
        const gone = Object.fromEntries(absent.map((key) => [key, undefined]));
        try {
          // What a page without types may pass.
          window.host.mountAddOn({ ...good, ...wrong, ...gone } as typeof good);
          return "mounted";
        } catch (error) {
          return `${(error as { code: string }).code} ${(error as Error).message}`;
        }
      },
      [
        sites.addOnUrl,
        options,
        // What is undefined does not cross into the page.
        Object.entries(options).flatMap(([key, value]) => (value === undefined ? [key] : [])),
      ] as const,
    );
    expect(message).toBe(`INVALID_ARGUMENT Missing or wrong: ${name}.`);
    expect(await hostPage.locator("iframe").count()).toBe(0);
  });
}
