import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inColdChromium } from "../browser/chromium.ts";
import type { Bench, BenchOptions, Row, Table, Target } from "../harness/bench.ts";
import { interleave, type Rounds, ratioOf, type Sample, summaryOf } from "../harness/interleave.ts";
import { type Contender, deskIn, FLOOR, OURS, OURS_BESIDES, PEERS, POSTMESSAGE } from "./contenders.ts";
import type { HostPage } from "./mount-request.ts";
import { type Stack, startStack } from "./stack.ts";

const DESK_BUILD = fileURLToPath(new URL("../../../apps/loyalty-desk/dist", import.meta.url));

const EFFORT = {
  smoke: { rounds: 1, warmUps: 0, delays: [0] },
  quick: { rounds: 3, warmUps: 1, delays: [0, 100] },
  full: { rounds: 5, warmUps: 1, delays: [0, 50, 100, 200] },
} as const;

/** Delays at which every contender is measured; the targets speak of the second. */
const FULL_FIELD = [0, 100];
const TARGET_DELAY = 100;

/** The site has been open so long when the person opens the add-on, in ms: nobody is faster on a page that has just appeared. */
const SITE_OPEN_MS = 1000;

/** One person opens the add-on, closes and opens it again, then opens another beside it: cold, again, second; in ms. */
const openAddOns = async (stack: Stack, contender: Contender): Promise<Sample> => {
  await stack.warmUp(contender);
  return inColdChromium(stack.socksUrl, async (page) => {
    await page.goto(stack.hostUrl(contender));
    await page.waitForTimeout(SITE_OPEN_MS);
    const request = {
      src: stack.addOnUrl(contender),
      privageUrl: stack.privageUrl,
      userToken: stack.userToken,
      until: contender.until,
    };
    const mount = () =>
      page.evaluate(
        (toMount) => (globalThis as unknown as { bench: HostPage }).bench.mount(toMount),
        request,
      );
    const cold = await mount();
    await page.evaluate(() => (globalThis as unknown as { bench: HostPage }).bench.unmountAll());
    const again = await mount();
    const second = await mount();
    return { cold, again, second };
  });
};

const tableOf = (delay: number, contenders: readonly Contender[], rounds: Rounds): Table => ({
  key: `round-trip-${delay}`,
  title: `From mountAddOn() to the first authorised answer, ${delay} ms per round trip`,
  columns: [
    { key: "cold", label: "cold", unit: "ms" },
    { key: "coldBesideFloor", label: "cold beside the floor", unit: "×", digits: 2 },
    { key: "again", label: "mounted again", unit: "ms" },
    { key: "second", label: "second add-on", unit: "ms" },
  ],
  rows: contenders.map(
    ({ key, label, ours = false }): Row => ({
      key,
      label,
      ours,
      cells: {
        cold: summaryOf(rounds, key, "cold"),
        again: summaryOf(rounds, key, "again"),
        second: summaryOf(rounds, key, "second"),
        coldBesideFloor: ratioOf(rounds, key, FLOOR.key, "cold"),
      },
    }),
  ),
  chart: "cold",
});

const targetsOf = (rounds: Rounds | undefined): Target[] => {
  if (!rounds) return [];
  const times = { comparison: "at most", unit: "×", digits: 2 } as const;
  const beside = (base: string) => ratioOf(rounds, OURS.key, base, "cold").median;
  return [
    {
      key: "floor",
      says: "beside the floor, 100 ms per round trip",
      limit: 1.15,
      measured: beside(FLOOR.key),
      ...times,
    },
    ...(rounds.has("penpal")
      ? [
          {
            key: "penpal",
            says: "beside the plain way with penpal, 100 ms per round trip",
            limit: 0.6,
            measured: beside("penpal"),
            ...times,
            reason:
              "Ours takes 8 round trips, penpal 12. One of the 8 opens a connection for the exchange: over HTTP/1.1 the document's own is taken by " +
              "the interface's script, and a call without credentials has connections of its own. Opening it from the host's page does " +
              "not help: Chromium keeps the connections of a framed site apart (traced with resource timing)",
          },
        ]
      : []),
  ];
};

const contendersFor = ({ scope, effort, say }: BenchOptions): readonly Contender[] => {
  const own = [OURS, FLOOR, POSTMESSAGE];
  if (effort === "smoke") return own;
  const isBuilt = existsSync(`${DESK_BUILD}/index.html`);
  if (!isBuilt) say("Loyalty Desk is not built (`npm run build`) and is left out");
  return [
    ...own,
    ...(scope === "all" ? PEERS : []),
    ...OURS_BESIDES,
    ...(isBuilt ? [deskIn(DESK_BUILD)] : []),
  ];
};

/** How long a person waits from opening an add-on to its first real data. */
export const handoff: Bench = {
  name: "handoff",
  title: "From mountAddOn() to the add-on's first authorised answer",
  about:
    "A new browser with an empty profile for each run, the site open for a second, host and add-on on two sites. The browser reaches every server through a proxy that adds the " +
    "round-trip time: opening a connection costs one, a request and its answer cost one. Our BFF reaches Privage through such a proxy too, " +
    "on connections that are open already, as if it were as far from Privage as the browser is; one row shows it beside Privage. No TLS, " +
    "which would cost everybody one more round trip a connection, and bandwidth is not limited. All times are by the host page's clock.",
  run: async (options) => {
    const { rounds, warmUps, delays } = EFFORT[options.effort];
    const contenders = contendersFor(options);
    const stack = await startStack(contenders);
    try {
      const measured = new Map<number, Rounds>();
      const tables: Table[] = [];
      for (const delay of delays) {
        options.say(`${delay} ms per round trip`);
        stack.setRoundTrip(delay);
        const field = contenders.filter(({ everywhere }) => everywhere || FULL_FIELD.includes(delay));
        const variants = field.map((contender) => ({
          key: contender.key,
          measure: () => openAddOns(stack, contender),
        }));
        // Servers and the browser's own code are warm after the first delay.
        const result = await interleave(variants, { rounds, warmUps: measured.size === 0 ? warmUps : 0 });
        measured.set(delay, result);
        tables.push(tableOf(delay, field, result));
      }
      return { tables, targets: targetsOf(measured.get(TARGET_DELAY)) };
    } finally {
      await stack.close();
    }
  },
};
