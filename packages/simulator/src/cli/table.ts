import { DEMO_CREDENTIALS } from "../credentials.ts";
import type { RunningSimulators } from "../start.ts";

/** The addresses, as a table for people. */
export const urlTable = ({ privage, partner, haravan }: RunningSimulators): string => {
  const rows = [
    ["Privage", privage.url, "Open API of loyalty"],
    ["Partner", `${partner.url}/api/partner/v1`, "MeeD point of sale"],
    ["Haravan", haravan.url, "API and accounts"],
    ...Object.values(DEMO_CREDENTIALS).map(({ haravan: { shop } }) => [
      "",
      `${haravan.url}/${shop}`,
      "a shop's own host",
    ]),
  ] as const;
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    ...lines,
    "",
    `Look: ${[privage, partner, haravan].map(({ url }) => `${url}/`).join("  ")}`,
    "Stop: Ctrl-C",
  ].join("\n");
};
