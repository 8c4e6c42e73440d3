/** What the add-on reads: its business's events, in order, from where it stopped. */
import { describe, expect, it } from "vitest";
import { callerToken } from "../support/platforms.ts";
import { AUTHORIZED, rigPerTest } from "../support/rig.ts";

const rig = rigPerTest({});

const append = async (business: string, count: number) => {
  for (let number = 1; number <= count; number += 1) {
    const body = `{"id":${business === "CAFE01" ? "9007199254740993" : "1"},"n":${number}}`;
    await rig.bff.vault.webhooks.append({
      ...{ business, provider: "haravan", topic: "orders/create" },
      dedupe: `${business}-${number}`,
      body,
    });
    await new Promise((resolve) => setImmediate(resolve)); // SQLite's promises alone let nothing else happen.
  }
};
const read = async (query: string, headers: Record<string, string> = AUTHORIZED) => {
  const answer = await fetch(`${rig.bff.url}/webhooks${query}`, { headers });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    json: JSON.parse(text) as { data: { body: { n: number } }[]; next: number },
  };
};

describe("GET /webhooks", () => {
  it("gives pages that follow each other without a gap, and keeps the last position when there is nothing new", async () => {
    await append("CAFE01", 120);
    let after = 0;
    let seen: number[] = [];
    for (let page = 0; page < 3; page += 1) {
      const { json } = await read(`?after=${after}`);
      seen = [...seen, ...json.data.map(({ body }) => body.n)];
      after = json.next;
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect((await read(`?after=${after}&limit=200`)).json).toEqual({ data: [], next: after });
    expect((await read("")).text).toContain("9007199254740993");
  });

  it("gives shorter pages of large events, one at least, and none of them twice or never", async () => {
    const sizes = [1_000, 400_000, 500_000, 1_000_000, 900_000, 10];
    for (const [index, size] of sizes.entries()) {
      await rig.bff.vault.webhooks.append({
        ...{ business: "CAFE01", provider: "haravan", topic: "orders/create", dedupe: `large-${index}` },
        body: `{"n":${index},"text":"${"x".repeat(size)}"}`,
      });
    }
    const pages: number[][] = [];
    for (let after = 0; pages.at(-1)?.length !== 0; ) {
      const { json } = await read(`?after=${after}&limit=200`);
      pages.push(json.data.map(({ body }) => body.n));
      after = json.next;
    }
    // A sealed event is a third larger than its body.
    expect(pages).toEqual([[0, 1], [2], [3], [4], [5], []]);
  });

  it("gives a business nothing of another one", async () => {
    await append("CAFE01", 3);
    await append("PHO02", 2);
    const other = await read("?limit=200", { authorization: `Bearer ${callerToken("PHO02")}` });
    expect(other.json.data.map(({ body }) => body.n)).toEqual([1, 2]);
    expect(other.text).not.toContain("9007199254740993");
  });

  it.each(["?after=-1", "?after=x", "?limit=0", "?limit=201", "?after=1&after=2", "?after=9007199254740993"])(
    "refuses %s and says what it takes",
    async (query) => {
      const { status, text } = await read(query);
      expect([status, JSON.parse(text)]).toMatchObject([400, { code: "INVALID_ARGUMENT", retryable: false }]);
    },
  );
});
