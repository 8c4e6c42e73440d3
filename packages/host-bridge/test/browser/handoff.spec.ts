import { page as htmlPage, script } from "@privage-addons/test-support/origin";
import { callHost, expect, frameOf, keepBusy, mount, stopDeadlines, test } from "./support/fixtures.ts";

test("the add-on becomes ready and gets the token that was minted ahead", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  const frame = frameOf(hostPage, sites.addOn);

  expect(await callHost(frame, "getExchangeToken", { reason: "start" })).toEqual({
    code: "ok",
    value: { exchangeToken: "token-1" },
  });
  expect(await hostPage.evaluate(() => window.host.mints.map(({ reason }) => reason))).toEqual(["ahead"]);
});

test("hello brings versions, granted services, the context and a traceparent of the mount's trace", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  const hello = await frameOf(hostPage, sites.addOn).evaluate(() => window.addOn.hello);
  const traceId = await hostPage.evaluate(() => window.mounted.traceId);

  expect(hello?.protocol).toEqual({ min: 1, max: 1 });
  expect(hello?.capabilities).toEqual(["toast", "confirm"]);
  expect(hello?.context).toMatchObject({
    locale: "th-TH",
    environment: "production",
    placement: { path: "/" },
  });
  expect(hello?.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
});

test("rule 2: mint and frame are on their way before the site's time zone is looked up", async ({
  hostPage,
  sites,
}) => {
  const order = await hostPage.evaluate(async (src) => {
    const order: string[] = [];
    const { DateTimeFormat } = Intl;
    const lookedUp = new Promise<void>((resolve) => {
      Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
        apply: (target, self, args) => {
          order.push(`time zone, ${document.querySelectorAll("iframe").length} frame`);
          resolve();
          return Reflect.apply(target, self, args);
        },
      });
    });
    const { mount } = window.host;
    mount({ src, mint: async () => ({ exchangeToken: `token-${order.push("mint")}` }) });
    await lookedUp;
    Intl.DateTimeFormat = DateTimeFormat;
    return order;
  }, sites.addOnUrl);

  expect(order).toEqual(["mint", "time zone, 1 frame"]);
});

test("rule 2: a second request for a token mints a second token", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  const frame = frameOf(hostPage, sites.addOn);
  await callHost(frame, "getExchangeToken", { reason: "start" });

  expect(await callHost(frame, "getExchangeToken", { reason: "renewal-lost" })).toMatchObject({
    value: { exchangeToken: "token-2" },
  });
});

test("granted services are called, others are refused", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  const frame = frameOf(hostPage, sites.addOn);

  expect(
    await callHost(frame, "service", { name: "toast", request: { message: "Saved", extra: 1 } }),
  ).toMatchObject({ code: "ok" });
  expect(
    await callHost(frame, "service", { name: "confirm", request: { title: "Burn 50 points?" } }),
  ).toMatchObject({ value: true });
  expect(await callHost(frame, "service", { name: "print", request: {} })).toMatchObject({
    code: "NOT_GRANTED",
  });
  expect(await callHost(frame, "service", { name: "toast", request: { message: 7 } })).toMatchObject({
    code: "INVALID_ARGUMENT",
    message: "toast.message is missing or malformed. It must fit /^.{1,500}$/s.",
  });
  expect(await hostPage.evaluate(() => window.host.serviceCalls)).toEqual([
    { name: "toast", request: { message: "Saved" } },
    { name: "confirm", request: { title: "Burn 50 points?" } },
  ]);
});

test("an updated context reaches the add-on whole", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  const frame = frameOf(hostPage, sites.addOn);
  await hostPage.evaluate(() => window.mounted.update({ theme: { colorScheme: "dark" } }));

  await frame.waitForFunction(() => window.addOn.context?.theme.colorScheme === "dark");
  expect(await frame.evaluate(() => window.addOn.context?.locale)).toBe("th-TH");
});

test("rule 8: the end of a session is acknowledged", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  const frame = frameOf(hostPage, sites.addOn);

  expect(await hostPage.evaluate(() => window.mounted.endSession("logout"))).toEqual({ acknowledged: true });
  expect(await frame.evaluate(() => window.addOn.heard.at(-1))).toEqual({
    name: "end",
    request: { reason: "logout" },
  });
});

test("rule 8: a frame that does not acknowledge the end is removed in under a second", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await keepBusy(frameOf(hostPage, sites.addOn));
  const seen = await hostPage.evaluate(async () => {
    // On a busy machine both are late, and their order stays.
    const second = new Promise((resolve) => setTimeout(resolve, 1000, "a second over"));
    const outcome = await Promise.race([window.mounted.endSession("permission-change"), second]);
    return { outcome, frames: document.querySelectorAll("iframe").length };
  });

  expect(seen).toEqual({ outcome: { acknowledged: false }, frames: 0 });
});

test("rule 1: an add-on on the host's own origin is refused", async ({ hostPage, sites }) => {
  const code = await hostPage.evaluate((src) => {
    try {
      window.host.mount({ src });
      return "mounted";
    } catch (error) {
      return (error as { code: string }).code;
    }
  }, `${sites.host.url}/`);
  expect(code).toBe("SAME_ORIGIN_ADD_ON");
});

test("a site that requires Trusted Types, and has no policy of its own, mounts an add-on and shows a failure", async ({
  page,
  sites,
}) => {
  sites.host.route("/strict", () => ({
    ...htmlPage("/host.js"),
    headers: {
      "content-security-policy": "require-trusted-types-for 'script'; trusted-types 'none'",
    },
  }));
  await page.goto(`${sites.host.url}/strict`);
  await mount(page, sites.addOnUrl);
  await page.evaluate(() => window.mounted.unmount());
  await mount(page, `${sites.addOn.url}/plain`, {
    deadlines: { loadMs: 2000, handshakeMs: 300 },
    until: "failed",
  });

  expect(await page.evaluate(() => window.host.unhandled)).toEqual([]);
});

test("a page that is busy for seconds after its load, as on a slow phone, keeps its link and its token", async ({
  hostPage,
  sites,
}) => {
  const page = { isLoading: true, isBusy: true };
  sites.addOn.route("/part.js", () => script(page.isLoading ? "loadPart()" : ""));
  sites.addOn.route("/busy", () => ({ body: page.isBusy ? "busy" : "" }));
  sites.addOn.route("/heavy.js", () =>
    script(`
      let parts = 0;
      const loadPart = () => {
        const part = document.createElement("script");
        part.src = "/part.js?" + parts++;
        document.head.append(part);
      };
      loadPart();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const ask = new XMLHttpRequest();
        do {
          ask.open("GET", "/busy", false);
          ask.send();
        } while (ask.responseText);
      };
      addEventListener("load", () => port2.postMessage("the next task"));
    `),
  );
  sites.addOn.route("/heavy", () => htmlPage("/add-on.js", '<script src="/heavy.js"></script>'));
  await mount(hostPage, sites.addOnUrl.replace("/?", "/heavy?"));
  // On the site: what takes up to 3 s is over at once, and what takes longer never is.
  await hostPage.evaluate(() => {
    const { setTimeout } = window;
    Object.assign(window, { setTimeout: (run: () => void, ms = 0) => (ms > 3_000 ? 0 : setTimeout(run)) });
  });
  page.isLoading = false;
  await expect.poll(() => sites.addOn.requests.includes("/busy")).toBe(true);
  await hostPage.waitForFunction(() =>
    window.host.events.some((event) => event.type === "step" && event.step === "load"),
  );
  await hostPage.evaluate(() => new Promise((resolve) => window.setTimeout(resolve)));
  page.isBusy = false;

  const frame = frameOf(hostPage, sites.addOn);
  expect(await callHost(frame, "getExchangeToken", { reason: "start" })).toMatchObject({ code: "ok" });
  expect(await frame.evaluate(() => window.addOn.downs)).toBe(0);
});

test("the frame is sandboxed, has no permissions and sends no referrer", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  expect(
    await hostPage.evaluate(() => {
      const frame = document.querySelector("iframe");
      return ["title", "sandbox", "allow", "referrerpolicy"].map((name) => frame?.getAttribute(name));
    }),
  ).toEqual(["Test add-on", "allow-scripts allow-same-origin allow-forms", "", "no-referrer"]);
});
