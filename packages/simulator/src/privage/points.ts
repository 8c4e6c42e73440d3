import type { components } from "@privage-addons/contracts/privage";
import { Big } from "big.js";
import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers, Session } from "./handlers.ts";
import { identify } from "./members.ts";
import type { PrivageSettings } from "./settings.ts";

type AddPoints = components["schemas"]["AddPoints"];
type BurnPoints = components["schemas"]["BurnPoints"];

/** Points as hundredths, exactly; undefined when there are more than two decimals. */
const hundredthsOf = (points: number): number | undefined => {
  const exact = new Big(points).times(100);
  return exact.eq(exact.round(0)) ? exact.toNumber() : undefined;
};

/** Method 1: money into points, cut (not rounded) to hundredths, for a till never gives more than was paid for. */
const convert = (value: number, moneyPerPoint: number) =>
  new Big(value).div(moneyPerPoint).times(100).round(0, Big.roundDown).toNumber();

type PointsHandlers = Pick<PrivageHandlers, "addPoints" | "addPointsV1" | "burnPoints" | "burnPointsV1">;

/** The two writes to the ledger. Not idempotent by `ref_no`, unless the settings say that duplicates are refused. */
export const createPointsHandlers = (clock: Clock, settings: PrivageSettings): PointsHandlers => {
  const record = (
    session: Session,
    member: number,
    movement: { type: "ADD" | "BURN"; hundredths: number; value: number | null; refNo: string },
    message: string,
  ): Answer => {
    const { ledger } = session.books;
    if (settings.rejectDuplicateRefNo && ledger.byRefNo(movement.refNo).length > 0) {
      return failure(409, "ref_no has already been used");
    }
    const { id, ref_id, ref_no, card_no, points, balance } = ledger.at(
      ledger.append({ member, ...movement }, clock.now()),
    );
    return json(201, { message, card_no, points, balance, id, ref_id, ref_no });
  };

  const add = ({ body, caller }: { body: AddPoints; caller: Session }): Answer => {
    const found = identify(caller.books, body);
    if ("refusal" in found) return found.refusal;
    const { method, value, points, ref_no: refNo } = body;
    const given = method === 1 ? value : points;
    if (given === undefined) {
      return failure(400, [
        method === 1 ? "value is required with method 1" : "points is required with method 2",
      ]);
    }
    const hundredths =
      method === 1 ? convert(given, caller.books.business.moneyPerPoint) : hundredthsOf(given);
    if (hundredths === undefined) return failure(400, ["points must have at most 2 decimal places"]);
    if (hundredths === 0)
      return failure(400, [`${method === 1 ? "value" : "points"} is too small for any points`]);
    const movement = { type: "ADD" as const, hundredths, value: method === 1 ? given : null, refNo };
    return record(caller, found.member, movement, "Points added");
  };

  const burn = ({ body, caller }: { body: BurnPoints; caller: Session }): Answer => {
    const found = identify(caller.books, body);
    if ("refusal" in found) return found.refusal;
    const hundredths = hundredthsOf(body.points);
    if (hundredths === undefined) return failure(400, ["points must have at most 2 decimal places"]);
    if (caller.books.ledger.balanceOf(found.member) < hundredths) return failure(400, "Insufficient points");
    const movement = { type: "BURN" as const, hundredths: -hundredths, value: null, refNo: body.ref_no };
    return record(caller, found.member, movement, "Points burned");
  };

  return { addPoints: add, addPointsV1: add, burnPoints: burn, burnPointsV1: burn };
};
