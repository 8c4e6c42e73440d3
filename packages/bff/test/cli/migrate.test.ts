import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandRigPerTest } from "../support/command-rig.ts";

const rig = commandRigPerTest();
const { file, run } = rig;

describe("privage-bff haravan migrate", () => {
  const SHOPS = 100;
  const writeShops = () => {
    const rows = Array.from(
      { length: SHOPS },
      (_, index) =>
        `B${index},shop${index}.myharavan.com,${index % 16 === 7 ? "expired" : "legacy"}-canary-${index}`,
    );
    return file(
      "shops.csv",
      [
        "business,shop,access_token",
        ...rows,
        "BAD,evil.example,legacy-canary",
        "B1,other.myharavan.com,legacy-canary",
      ].join("\n"),
    );
  };
  const command = (report: string) =>
    `haravan migrate ${writeShops()} --client-id app --client-secret-file ${file("secret", "canary-secret")} --concurrency 16 --report ${file(report)}`;

  it("converts what can be converted, respects 429, reports the rest, and may be run again and from two machines", async () => {
    let limited = 0;
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/token_exchange.json") || limited >= 3) return false;
      limited += 1;
      response.writeHead(429, { "retry-after": "1.0", "content-type": "text/plain" });
      response.end("Too many requests");
      return true;
    };
    const [first, second] = await Promise.all([run(command("one.csv")), run(command("two.csv"))]);
    expect([first.code, second.code]).toEqual([1, 1]); // 6 expired tokens, a wrong name, a business with two shops
    const exchanged = rig.platforms.seen.filter(
      ({ path, headers }) =>
        path.endsWith("/token_exchange.json") && headers.authorization?.includes("legacy"),
    );
    expect(exchanged.length - limited).toBeLessThanOrEqual(SHOPS - 6);
    const third = await run(command("three.csv"));
    const rows = readFileSync(file("three.csv"), "utf8").trim().split("\n").slice(1);
    expect(rows.filter((row) => row.includes(",already,"))).toHaveLength(SHOPS - 6);
    expect(rows.filter((row) => row.includes(",refused,"))).toHaveLength(8);
    expect(rows.find((row) => row.includes(`Row ${SHOPS + 1}:`))).toContain(
      "(not shown),(not shown),refused",
    );
    expect(first.output + second.output + third.output + rows.join("")).not.toContain("canary");
    expect(first.output).toMatch(/\[#+-*\] \d+\/102 {2}[\d.]+\/s/);
  }, 240_000);
});
