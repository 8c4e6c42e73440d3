import { launchChromium } from "../browser/chromium.ts";
import type { Bench, Row } from "../harness/bench.ts";
import { versionOf } from "../harness/versions.ts";
import type { Observation } from "./observation.ts";
import { observeOurs } from "./ours.ts";
import { PEER_DEFECTS } from "./peers.ts";

const verdict = ({ held }: Observation): string => (held ? "holds" : "fails");

/** Seven ways in which the best-known token managers and proxies lose a session or hammer a platform. */
export const defects: Bench = {
  name: "defects",
  title: "Seven defects of well-known releases, and ours in the same situation",
  about:
    "Each situation is played against the peer's current release and against ours: a platform that is down for one renewal, tokens that " +
    "live shorter than the margin, a late 401, Retry-After, an answer without a refresh token. R1 to R5 and R7 are our add-on SDK's " +
    "session, R6 is our BFF.",
  run: async ({ scope, effort, say }) => {
    const browser = await launchChromium();
    try {
      const ours = observeOurs(browser);
      const rows: Row[] = [];
      const held: boolean[] = [];
      // The smoke run leaves out the two that watch for seconds.
      const wanted = PEER_DEFECTS.filter(({ key }) => effort !== "smoke" || (key !== "R3" && key !== "R4"));
      for (const { key, peer, observe } of wanted) {
        say(`${key}: ${peer}`);
        const theirs = scope === "all" ? await observe(browser) : undefined;
        const own = await ours[key]?.();
        if (!own) throw new Error(`${key} is not played against ours.`);
        held.push(own.held);
        rows.push({
          key,
          label: `${key} ${peer}${scope === "all" ? ` ${versionOf(peer)}` : ""}`,
          cells: {
            peer: theirs ? verdict(theirs) : null,
            peerSays: theirs?.says ?? null,
            ours: verdict(own),
            oursSays: own.says,
          },
        });
      }
      return {
        tables: [
          {
            key: "situations",
            title: "What happens",
            columns: [
              { key: "peer", label: "the peer" },
              { key: "peerSays", label: "what it does" },
              { key: "ours", label: "ours" },
              { key: "oursSays", label: "what ours does" },
            ],
            rows,
          },
        ],
        targets: [
          {
            key: "held",
            says: "situations in which ours holds",
            comparison: "exactly",
            limit: wanted.length,
            measured: held.filter(Boolean).length,
          },
        ],
      };
    } finally {
      await browser.close();
    }
  },
};
