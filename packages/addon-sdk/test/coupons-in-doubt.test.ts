/** Coupons whose state another till changes meanwhile: what a look-up sees is not taken for our own doing. */
import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { createPrivageClient } from "../src/index.ts";
import { createVirtualClock } from "../src/testing/index.ts";

const lostBeforeTheWork = () => {
  throw new AddOnError("UPSTREAM_UNAVAILABLE", "The connection broke.", { details: { sent: true } });
};

/** A client of a platform whose reads are answered by `read`, and whose writes are lost after `write`. */
const meet = (read: (url: URL) => object, write: () => void) => {
  const clock = createVirtualClock();
  const session = {
    getAccessToken: async () => "opaque",
    fetch: async (path: string, init: RequestInit = {}) => {
      if (init.method === "GET") return Response.json(read(new URL(path, "https://api.test")));
      write();
      return lostBeforeTheWork();
    },
  };
  const { coupons } = createPrivageClient(session, { clock });
  const told = (work: Promise<object>) => clock.run(work.catch((error: AddOnError) => error.toData()));
  return { coupons, told };
};

describe("rule 9: marking a coupon as used, with a lost answer", () => {
  const markWhile = async (after: object) => {
    let coupon: object = { code: "C1", status: "GIVEN", ref_no: "GIVE-1" };
    const { coupons, told } = meet(
      () => coupon,
      () => {
        coupon = { ...coupon, ...after };
      },
    );
    return told(coupons.markUsed({ code: "C1", ref_no: "USE-1" }));
  };

  it("is OUTCOME_UNKNOWN when the coupon is used now: another till may have done it, and the discount is given once", async () => {
    for (const after of [{ status: "USED" }, { status: "USED", ref_no: "USE-2" }]) {
      expect(await markWhile(after)).toMatchObject({
        code: "OUTCOME_UNKNOWN",
        retryable: false,
        details: { name: "using C1", status: "USED" },
      });
    }
  });

  it("is ours when the used coupon names our ref_no", async () => {
    expect(await markWhile({ status: "USED", ref_no: "USE-1" })).toMatchObject({
      status: "USED",
      confirmedBy: "ledger",
    });
  });
});

describe("rule 9: taking a coupon back, with a lost answer", () => {
  /** 1,500 given coupons; `meanwhile` changes them after their first page was read. */
  const takeBack = (uuid: string, meanwhile: (rows: object[]) => object[], isDone: boolean) => {
    let rows = Array.from({ length: 1_500 }, (_, index) => ({ coupon_uuid: `c${index}` }) as object);
    const { coupons, told } = meet(
      ({ searchParams }) => {
        const page = Number(searchParams.get("page"));
        const answer = { data: rows.slice((page - 1) * 1_000, page * 1_000), page, total: rows.length };
        if (page === 1) rows = meanwhile(rows);
        return answer;
      },
      () => {
        if (isDone) rows = rows.filter((row) => Object(row).coupon_uuid !== uuid);
      },
    );
    return told(coupons.void(uuid));
  };

  it("is confirmed when the whole list was seen without it", async () => {
    expect(await takeBack("c1000", (rows) => rows, true)).toMatchObject({
      status: "VOIDED",
      confirmedBy: "ledger",
    });
  });

  it("is OUTCOME_UNKNOWN when the list moved while it was read: the coupon may have slipped from page to page", async () => {
    expect(await takeBack("c1000", (rows) => rows.toSpliced(5, 1), false)).toMatchObject({
      code: "OUTCOME_UNKNOWN",
      retryable: false,
    });
    // One more and one less: the total stays, and a row is seen twice.
    const exchange = (rows: object[]) => [{ coupon_uuid: "new" }, ...rows.toSpliced(1_200, 1)];
    expect(await takeBack("c1400", exchange, true)).toMatchObject({ code: "OUTCOME_UNKNOWN" });
  });
});
