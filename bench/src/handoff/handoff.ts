import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inColdChromium } from "../browser/chromium.ts";
import type { Bench, BenchOptions, Row, Table, Target } from "../harness/bench.ts";
import { interleave, type Rounds, ratioOf, type Sample, summaryOf } from "../harness/interleave.ts";
import {
  type Contender,
  deskIn,
  FLOOR,
  OURS,
  OURS_BESIDES,
  PEERS,
  PENPAL,
  POSTMESSAGE,
} from "./contenders.ts";
import type { HostPage } from "./mount-request.ts";
import { type Scheme, type Stack, startStack } from "./stack.ts";

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

const placeOf = (delay: number, scheme: Scheme): string =>
  `${delay} ms per round trip${scheme === "https" ? ", over TLS and HTTP/2" : ""}`;

const tableOf = (delay: number, scheme: Scheme, contenders: readonly Contender[], rounds: Rounds): Table => ({
  key: scheme === "http" ? `round-trip-${delay}` : `https-${delay}`,
  title: `From mountAddOn() to the first authorised answer, ${placeOf(delay, scheme)}`,
  columns: [
    { key: "cold", label: "cold", unit: "ms" },
    { key: "coldBesideFloor", label: "cold beside the floor", unit: "×", digits: 2 },
    { key: "coldBesidePenpal", label: "cold beside penpal", unit: "×", digits: 2 },
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
        coldBesidePenpal: rounds.has(PENPAL.key) ? ratioOf(rounds, key, PENPAL.key, "cold") : null,
      },
    }),
  ),
  chart: "cold",
});

const targetsOf = (rounds: Rounds | undefined, secure: Rounds | undefined): Target[] => {
  if (!rounds) return [];
  const times = { comparison: "at most", unit: "×", digits: 2 } as const;
  const beside = (base: string, among: Rounds) => ratioOf(among, OURS.key, base, "cold").median;
  const targets: Target[] = [
    {
      key: "floor",
      says: "beside the floor, 100 ms per round trip",
      limit: 1.15,
      measured: beside(FLOOR.key, rounds),
      ...times,
    },
  ];
  if (!rounds.has(PENPAL.key) || !secure) return targets;
  const says = "a small add-on in one file, beside the plain way with penpal, 100 ms per round trip";
  return [
    ...targets,
    {
      key: "penpal",
      says,
      limit: 0.6,
      measured: beside(PENPAL.key, rounds),
      ...times,
    },
    {
      key: "penpal-https",
      says: `${says}, over TLS and HTTP/2`,
      limit: 0.6,
      measured: beside(PENPAL.key, secure),
      ...times,
    },
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

/** Measures the contenders at each delay, in ms per round trip. */
const measureOver = async (
  scheme: Scheme,
  contenders: readonly Contender[],
  delays: readonly number[],
  { effort, say }: BenchOptions,
) => {
  const { rounds, warmUps } = EFFORT[effort];
  const stack = await startStack(contenders, scheme);
  try {
    const measured = new Map<number, Rounds>();
    const tables: Table[] = [];
    for (const delay of delays) {
      say(placeOf(delay, scheme));
      stack.setRoundTrip(delay);
      const field = contenders.filter(({ everywhere }) => everywhere || FULL_FIELD.includes(delay));
      const variants = field.map((contender) => ({
        key: contender.key,
        measure: () => openAddOns(stack, contender),
      }));
      // Servers and the browser's own code are warm after the first delay.
      const result = await interleave(variants, { rounds, warmUps: measured.size === 0 ? warmUps : 0 });
      measured.set(delay, result);
      tables.push(tableOf(delay, scheme, field, result));
    }
    return { measured, tables };
  } finally {
    await stack.close();
  }
};

/** How long a person waits from opening an add-on to its first real data. */
export const handoff: Bench = {
  name: "handoff",
  title: "From mountAddOn() to the add-on's first authorised answer",
  about:
    "A new browser with an empty profile for each run, the site open for a second, host and add-on on two sites. The browser reaches every server through a proxy that adds the " +
    "round-trip time: opening a connection costs one, a request and its answer cost one. Our BFF reaches Privage through such a proxy too, " +
    "on connections that are open already, as if it were as far from Privage as the browser is; one row shows it beside Privage. " +
    "Ours is a small add-on in one file, which makes one call, as the peers do; a row shows it with its interface in a file of its own, whose " +
    "script takes the page's connection over HTTP/1.1, so that the exchange has to open another: one round trip more, which HTTP/2 spares. The last " +
    "table has HTTP/2 over TLS in front of every server, as production has; the others are plain HTTP/1.1. Bandwidth is not limited. All times are by the host page's clock. " +
    "Mounted again or beside another, an add-on finds its files in the cache, and what is left are calls: through a BFF as far from Privage as the browser " +
    "each of ours crosses the distance twice, and a direct one once. Beside Privage it does not.",
  run: async (options) => {
    const contenders = contendersFor(options);
    const plain = await measureOver("http", contenders, EFFORT[options.effort].delays, options);
    // As every site has it in production; the ratios at one distance tell enough.
    const peers = contenders.filter(({ everywhere }) => everywhere);
    const secure = await measureOver(
      "https",
      peers,
      options.effort === "smoke" ? [0] : [TARGET_DELAY],
      options,
    );
    return {
      tables: [...plain.tables, ...secure.tables],
      targets: targetsOf(plain.measured.get(TARGET_DELAY), secure.measured.get(TARGET_DELAY)),
    };
  },
};
