import type { Page } from "@playwright/test";
import { page as htmlPage } from "@privage-addons/test-support/origin";
import { expect, failureOf, mount, type Origin, reach, test } from "./support/fixtures.ts";

/** Longer than a test may take: what is clear before is told before. */
const patience = { loadMs: 600_000, handshakeMs: 600_000 };
/** Long enough for a page on a busy machine, short enough for a test. */
const deadlines = { loadMs: 10_000, handshakeMs: 2500 };

const refusals: readonly [string, Record<string, string>][] = [
  ["X-Frame-Options: DENY", { "x-frame-options": "DENY" }],
  ["frame-ancestors 'none'", { "content-security-policy": "frame-ancestors 'none'" }],
  [
    "frame-ancestors of another site",
    { "content-security-policy": "frame-ancestors https://manage.example" },
  ],
];

for (const [name, headers] of refusals) {
  test(`FRAME_BLOCKED: the add-on answers ${name}`, async ({ hostPage, sites }) => {
    sites.addOn.route("/", () => ({ headers, body: "<!doctype html><title>Refused</title>" }));
    await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });

    expect(await failureOf(hostPage)).toMatchObject({
      code: "FRAME_BLOCKED",
      message: `The add-on's frame-ancestors must allow ${sites.host.url}.`,
    });
  });
}

test("FRAME_BLOCKED: the site's own policy forbids the frame", async ({ page, sites }) => {
  const policy = { "content-security-policy": "frame-src 'self'" };
  sites.host.route("/strict", () => ({
    headers: policy,
    body: '<!doctype html><body><script type="module" src="/host.js"></script>',
  }));
  await page.goto(`${sites.host.url}/strict`);
  await mount(page, sites.addOnUrl, { deadlines, until: "failed" });

  expect(await failureOf(page)).toMatchObject({
    code: "FRAME_BLOCKED",
    message: `This site's frame-src must allow ${sites.addOn.url}.`,
  });
});

test("NO_SDK: the page loads but says nothing", async ({ hostPage, sites }) => {
  await mount(hostPage, `${sites.addOn.url}/plain`, { deadlines, until: "failed" });
  expect(await failureOf(hostPage)).toMatchObject({ code: "NO_SDK" });
});

test("NO_SDK, not FRAME_BLOCKED, where the site's policy keeps the bridge from asking", async ({
  page,
  sites,
}) => {
  sites.host.route("/strict", () => ({
    headers: { "content-security-policy": "object-src 'none'" },
    body: '<!doctype html><body><script type="module" src="/host.js"></script>',
  }));
  await page.goto(`${sites.host.url}/strict`);
  await mount(page, `${sites.addOn.url}/plain`, { deadlines, until: "failed" });
  expect(await failureOf(page)).toMatchObject({ code: "NO_SDK" });
});

test("ADD_ON_UNREACHABLE: nothing listens at the address", async ({ hostPage, sites }) => {
  await sites.addOn.close();
  await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });
  expect(await failureOf(hostPage)).toMatchObject({ code: "ADD_ON_UNREACHABLE" });
});

test("ADD_ON_UNREACHABLE: the add-on's server answers with an error", async ({ hostPage, sites }) => {
  sites.addOn.route("/", () => ({ status: 502, body: "<!doctype html><title>Bad gateway</title>" }));
  await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });
  expect(await failureOf(hostPage)).toMatchObject({ code: "ADD_ON_UNREACHABLE" });
});

test("ADD_ON_UNREACHABLE: the add-on's server never answers", async ({ hostPage, sites }) => {
  sites.addOn.route("/", () => undefined);
  await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });
  expect(await failureOf(hostPage)).toMatchObject({ code: "ADD_ON_UNREACHABLE" });
});

test("ORIGIN_MISMATCH, told at once: the address redirects to another origin", async ({
  hostPage,
  sites,
}) => {
  const elsewhere = sites.addOnUrl.replace(sites.addOn.url, sites.stranger.url);
  sites.addOn.route("/", () => ({ status: 302, headers: { location: elsewhere } }));
  await mount(hostPage, sites.addOnUrl, { deadlines: patience, until: "failed" });

  expect(await failureOf(hostPage)).toMatchObject({
    code: "ORIGIN_MISMATCH",
    details: { got: sites.stranger.url, wanted: sites.addOn.url },
  });
});

test("ORIGIN_MISMATCH, told at once: the add-on does not know this site", async ({ hostPage, sites }) => {
  const url = `${sites.addOn.url}/?host=https://manage.example`;
  await mount(hostPage, url, { deadlines: patience, until: "failed" });

  expect(await failureOf(hostPage)).toMatchObject({
    code: "ORIGIN_MISMATCH",
    details: { got: sites.host.url, wanted: "a host origin of the add-on" },
  });
});

test("PROTOCOL_MISMATCH: the add-on speaks other versions", async ({ hostPage, sites }) => {
  await mount(hostPage, `${sites.addOnUrl}&mode=future`, { deadlines, until: "failed" });

  expect(await failureOf(hostPage)).toMatchObject({
    code: "PROTOCOL_MISMATCH",
    message: "Add-on and site speak no common protocol. Update the older.",
  });
});

test("PROTOCOL_MISMATCH stays the cause when the add-on, having refused, says goodbye", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, `${sites.addOnUrl}&mode=leaves`, {
    deadlines: { loadMs: 10_000, handshakeMs: 500 },
    until: "failed",
  });
  // The deadline for its next handshake passes too.
  await hostPage.waitForFunction(() =>
    window.host.events.some(
      (event) => event.type === "step" && event.step === "handshake" && event.outcome !== "ok",
    ),
  );
  expect(await failureOf(hostPage)).toMatchObject({ code: "PROTOCOL_MISMATCH" });
});

for (const mode of ["silent", "malformed"]) {
  test(`HANDSHAKE_TIMEOUT: the add-on's greeting is ${mode}`, async ({ hostPage, sites }) => {
    await mount(hostPage, `${sites.addOnUrl}&mode=${mode}`, { deadlines, until: "failed" });
    expect(await failureOf(hostPage)).toMatchObject({ code: "HANDSHAKE_TIMEOUT" });
  });
}

test("HANDSHAKE_TIMEOUT: the add-on begins a handshake and stops half way", async ({ hostPage, sites }) => {
  const syn = '{ channel: "privage-add-on", type: "SYN", id: 1 }';
  sites.addOn.route("/", () => ({ body: `<!doctype html><script>parent.postMessage(${syn}, "*")</script>` }));
  await mount(hostPage, sites.addOnUrl, { deadlines, until: "failed" });
  expect(await failureOf(hostPage)).toMatchObject({ code: "HANDSHAKE_TIMEOUT" });
});

test("the failure screen tells cause and code, is announced, hides the frame, and retries", async ({
  hostPage,
  sites,
}) => {
  let isUp = false;
  const works = sites.addOnUrl;
  const answer = (origin: Origin) => {
    origin.route("/", () =>
      isUp
        ? { body: '<!doctype html><script type="module" src="/add-on.js"></script>' }
        : { status: 503, body: "down" },
    );
  };
  answer(sites.addOn);
  await mount(hostPage, works, { deadlines, until: "failed" });
  const alert = hostPage.getByRole("alert");

  await expect(alert).toContainText("The add-on's page does not load. (ADD_ON_UNREACHABLE)");
  await expect(hostPage.locator("iframe")).toBeHidden();
  isUp = true;
  await alert.getByRole("button", { name: "Try again" }).click();
  await reach(hostPage, "ready");
  await expect(alert).toHaveCount(0);
  await expect(hostPage.locator("iframe")).toBeVisible();
});

test("an add-on that greets after its deadline heals the failure by itself", async ({ hostPage, sites }) => {
  let answerScript = () => {};
  const held = new Promise<void>((resolve) => {
    answerScript = resolve;
  });
  await hostPage.route("**/add-on.js", async (route) => {
    await held;
    await route.continue();
  });
  sites.addOn.route("/", () => ({
    body: '<!doctype html><script async type="module" src="/add-on.js"></script>',
  }));
  await mount(hostPage, sites.addOnUrl, { deadlines: { loadMs: 500, handshakeMs: 500 }, until: "failed" });
  answerScript();

  await reach(hostPage, "ready");
  await expect(hostPage.getByRole("alert")).toHaveCount(0);
});

/** The frame's page is silent, and what the bridge asks about it gets no answer. */
const keepAsking = (origin: Origin) =>
  origin.route("/", ({ headers }) =>
    headers["sec-fetch-dest"] === "iframe" ? { body: "<!doctype html><title>Silent</title>" } : undefined,
  );
/** Mounts a silent page, and waits until the bridge asks why it is. */
const mountSilent = async (hostPage: Page, src: string) => {
  await hostPage.evaluate((url) => {
    window.mounted = window.host.mount({ src: url, deadlines: { handshakeMs: 200 } });
  }, src);
  await expect(hostPage.locator("iframe")).toHaveCount(2);
};

test("what is found out about a frame that was replaced says nothing of the next one", async ({
  hostPage,
  sites,
}) => {
  keepAsking(sites.addOn);
  await mountSilent(hostPage, sites.addOnUrl);
  sites.addOn.route("/", () => htmlPage("/add-on.js"));
  const states = await hostPage.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = [];
        window.mounted.reload();
        window.mounted.subscribe(({ status }) => {
          seen.push(status);
          if (status === "ready") resolve(seen);
        });
      }),
  );
  await expect(hostPage.locator("iframe")).toHaveCount(1);
  expect(states).not.toContain("failed");
});

test("an add-on that is unmounted while the bridge finds out why it is silent leaves nothing behind", async ({
  hostPage,
  sites,
}) => {
  keepAsking(sites.addOn);
  await mountSilent(hostPage, sites.addOnUrl);
  const left = await hostPage.evaluate(async () => {
    window.mounted.unmount();
    await new Promise((resolve) => setTimeout(resolve));
    return {
      elements: document.querySelectorAll("iframe, link[rel=prefetch]").length,
      last: window.host.events.at(-1),
    };
  });
  expect(left).toMatchObject({ elements: 0, last: { type: "state", state: { status: "unmounted" } } });
});

test("a host may draw its own failure screen, or none", async ({ hostPage, sites }) => {
  const texts = await hostPage.evaluate(
    async ([src, limits]) => {
      const shown = (failureScreen: ((error: Error) => Element) | null) =>
        new Promise<string>((resolve) => {
          const container = document.createElement("section");
          document.body.append(container);
          const addOn = window.host.mount({ src, deadlines: limits, container, failureScreen });
          addOn.subscribe(({ status }) => status === "failed" && resolve(container.innerText));
        });
      const own = (error: Error) =>
        Object.assign(document.createElement("p"), { textContent: `Own: ${error.name}` });
      return Promise.all([shown(own), shown(null)]);
    },
    [`${sites.addOn.url}/plain`, deadlines] as const,
  );
  expect(texts).toEqual(["Own: AddOnError", ""]);
});

test("a failure screen that throws is reported, and keeps the failure from no listener and no event", async ({
  hostPage,
  sites,
}) => {
  const outcome = await hostPage.evaluate(
    async ([src, limits]) => {
      const heard: string[] = [];
      await new Promise<void>((resolve) => {
        const failureScreen = () => {
          // Once the bridge has told everybody.
          setTimeout(resolve);
          throw new Error("No screen.");
        };
        const addOn = window.host.mount({ src, deadlines: limits, failureScreen });
        addOn.subscribe(({ status }) => heard.push(status));
      });
      return { heard: heard.at(-1), told: window.host.events.at(-1), errors: window.host.unhandled };
    },
    [`${sites.addOn.url}/plain`, deadlines] as const,
  );
  expect(outcome).toMatchObject({ heard: "failed", told: { type: "state", state: { status: "failed" } } });
  expect(outcome.errors).toEqual([expect.stringContaining("No screen.")]);
});
