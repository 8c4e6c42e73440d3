import { describe, expect, it } from "vitest";
import { createFindMovement } from "../src/privage/ledger.ts";
import type { Transaction } from "../src/privage/types.ts";
import { createVirtualClock } from "../src/testing/index.ts";

const DAY_MS = 86_400_000;

describe("rule 9: looking a movement up on a machine whose clock is wrong", () => {
  for (const [what, token] of [
    ["a token that tells when it was issued", (server: number) => `x.${btoa(`{"iat":${server / 1000}}`)}.x`],
    ["an opaque token", () => "opaque"],
  ] as const) {
    it(`finds it by the server's time, up to a month ahead or behind, with ${what}`, async () => {
      for (const days of [-400, -2, 0, 2, 30]) {
        const clock = createVirtualClock();
        const server = clock.now();
        clock.setWall(server + days * DAY_MS);
        const made = { ref_no: "R-1", created_at: new Date(server + 5_000).toISOString() };
        const { find } = await createFindMovement(
          {
            // The one path and the one answer that a look-up needs.
            get: async <T>(_path: string, query: { readonly from?: unknown } = {}) => {
              const isInWindow = Date.parse(String(query.from)) <= Date.parse(made.created_at);
              return { data: isInWindow ? [made as Transaction] : [], page: 1, size: 1000, total: 1 } as T;
            },
            send: () => Promise.reject(new Error("A look-up writes nothing.")),
          },
          { getAccessToken: async () => token(server) },
          clock,
        ).from({});
        expect(await find(({ ref_no }) => ref_no === "R-1"), `${days} days`).toBe(made);
      }
    });
  }
});
