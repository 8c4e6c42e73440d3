/** Coupon sets, and the life of a coupon: given, checked, used, taken back. */
import type { CallOptions } from "../calls/caller.ts";
import { itemsOfPages, type Page } from "../calls/pages.ts";
import { type DateRange, toUtcWindow } from "../values/date-window.ts";
import { type Once, sendOnce, unknownOutcome, writeOnce } from "./exactly-once.ts";
import type { PrivageParts } from "./parts.ts";
import type {
  Coupon,
  CouponSet,
  CreateCouponSetRequest,
  GiveCouponRequest,
  MarkCouponUsedRequest,
  VoidedCoupon,
} from "./types.ts";

const PATH = "/coupon";
const PAGE_SIZE = 1000;

export interface PageQuery {
  /** From 1. */
  readonly page?: number | undefined;
  /** Rows per page, 100 when absent, 1000 at most. */
  readonly size?: number | undefined;
}

export interface CouponHistoryQuery extends PageQuery, DateRange {
  readonly member_id?: string | undefined;
}

export interface CouponsClient {
  listSets(query?: PageQuery, options?: CallOptions): Promise<Page<CouponSet>>;
  iterateSets(options?: CallOptions): AsyncGenerator<CouponSet, void, undefined>;
  /** Sent once and never repeated: a set has no `ref_no` to find it by. A lost answer is OUTCOME_UNKNOWN: look at the list. */
  createSet(request: CreateCouponSetRequest, options?: CallOptions): Promise<CouponSet>;
  /** Gives a coupon of a set to a member, once; without `ref_no` one is made. No coupon left: UPSTREAM_REJECTED. */
  give(request: GiveCouponRequest, options?: CallOptions): Promise<Once<Coupon>>;
  /** Coupons that were given, latest first. */
  history(query?: CouponHistoryQuery, options?: CallOptions): Promise<Page<Coupon>>;
  iterateHistory(
    query?: Omit<CouponHistoryQuery, "page" | "size">,
    options?: CallOptions,
  ): AsyncGenerator<Coupon, void, undefined>;
  /** The coupon as it is now. Unknown: UPSTREAM_REJECTED with `details.status` 404. */
  check(code: string, options?: CallOptions): Promise<Coupon>;
  /**
   * Marks a coupon as used, once; without `ref_no` one is made. After a lost answer a used coupon that does not name our
   * `ref_no` may as well be another till's doing: OUTCOME_UNKNOWN with `details.status`.
   */
  markUsed(request: MarkCouponUsedRequest, options?: CallOptions): Promise<Once<Coupon>>;
  /** Takes a given coupon back, once. OUTCOME_UNKNOWN also when the list of given coupons changed while it was searched. */
  void(couponUuid: string, options?: CallOptions): Promise<Once<VoidedCoupon>>;
}

export const createCouponsClient = ({ caller, clock, nextRefNo }: PrivageParts): CouponsClient => {
  const history = ({ from, to, timeZone, ...query }: CouponHistoryQuery, options?: CallOptions) =>
    caller.get<Page<Coupon>>(
      `${PATH}/give/history`,
      { ...query, ...toUtcWindow({ from, to, timeZone }) },
      options,
    );
  const iterateHistory: CouponsClient["iterateHistory"] = (query = {}, options) =>
    itemsOfPages(PAGE_SIZE, (page) => history({ ...query, page, size: PAGE_SIZE }, options));
  const listSets = (query: PageQuery, options?: CallOptions) =>
    caller.get<Page<CouponSet>>(`${PATH}/sets`, { ...query }, options);

  const check = (code: string, options?: CallOptions) =>
    caller.get<Coupon>(`${PATH}/check/${encodeURIComponent(code)}`, {}, options);

  return {
    listSets: (query = {}, options) => listSets(query, options),
    iterateSets: (options) => itemsOfPages(PAGE_SIZE, (page) => listSets({ page, size: PAGE_SIZE }, options)),
    createSet: (request, options) =>
      sendOnce(`creating coupon set ${request.name}`, () =>
        caller.send("POST", `${PATH}/sets`, request, options),
      ),
    give: (request, options = {}) => {
      const body = { ...request, ref_no: request.ref_no ?? nextRefNo() };
      return writeOnce<Coupon>({
        clock,
        name: body.ref_no,
        signal: options.signal,
        send: () => caller.send("POST", `${PATH}/give`, body, options),
        lookUp: async () => {
          for await (const coupon of iterateHistory({ member_id: body.member_id })) {
            if (coupon.ref_no === body.ref_no) return coupon;
          }
          return undefined;
        },
      });
    },
    history: (query = {}, options) => history(query, options),
    iterateHistory,
    check,
    markUsed: async (request, options = {}) => {
      const body = { ...request, ref_no: request.ref_no ?? nextRefNo() };
      const before = await check(body.code, options);
      const name = `using ${body.code}`;
      return writeOnce<Coupon>({
        clock,
        name,
        signal: options.signal,
        send: () => caller.send("POST", `${PATH}/use`, body, options),
        lookUp: async (doubt) => {
          const coupon = await check(body.code);
          if (coupon.status !== "USED") return undefined;
          // That it was not used a moment before does not tell who used it since; a `ref_no` that is ours and new does.
          if (coupon.ref_no === body.ref_no && before.ref_no !== body.ref_no) return coupon;
          throw unknownOutcome(name, doubt, { status: coupon.status });
        },
      });
    },
    void: takeCouponBack({ caller, clock }, history),
  };
};

/** Taking a given coupon back; `history` tells afterwards whether it is still given. */
export const takeCouponBack =
  (
    { caller, clock }: Pick<PrivageParts, "caller" | "clock">,
    history: CouponsClient["history"],
  ): CouponsClient["void"] =>
  (couponUuid, options = {}) => {
    const name = `voiding coupon ${couponUuid}`;
    return writeOnce<VoidedCoupon>({
      clock,
      name,
      signal: options.signal,
      send: () => caller.send("DELETE", `${PATH}/void/${encodeURIComponent(couponUuid)}`, undefined, options),
      lookUp: async (doubt) => {
        const seen = new Set<string>();
        const totals = new Set<number>();
        const given = itemsOfPages(PAGE_SIZE, async (page) => {
          const answer = await history({ page, size: PAGE_SIZE });
          totals.add(answer.total);
          return answer;
        });
        for await (const { coupon_uuid } of given) {
          if (coupon_uuid === couponUuid) return undefined;
          seen.add(coupon_uuid);
        }
        // A coupon taken back meanwhile moves the rows after it, and one slips from page to page unseen.
        if (totals.size > 1 || !totals.has(seen.size)) throw unknownOutcome(name, doubt);
        return { message: "Not given any more", coupon_uuid: couponUuid, status: "VOIDED" };
      },
    });
  };
