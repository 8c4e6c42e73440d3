/** An add-on that does what it is told and says what it was told. */
import { connectToHost, createPartnerClient, createPrivageClient } from "@privage-addons/addon-sdk";
import { DONE } from "../../handoff/mount-request.ts";
import type { Deed, Outcome } from "../outcome.ts";

export interface CounterAddOn {
  /** All at once. */
  carryOut(deeds: readonly Deed[]): Promise<readonly Outcome[]>;
  readonly status: string;
}

const CARD = { card_no: "001" };

const { session } = await connectToHost();
const privage = createPrivageClient(session);
const partner = createPartnerClient(session);

const start = (deed: Deed): Promise<{ readonly confirmedBy?: "answer" | "ledger" } | object> => {
  if (deed.kind === "read") return privage.profile.get(CARD);
  if (deed.kind === "sales") return partner.products.list({ limit: 2 });
  if (deed.kind === "add") return privage.points.add({ ...CARD, method: 2, points: "3", ref_no: deed.refNo });
  return privage.points.burn({ ...CARD, points: "1", ref_no: deed.refNo });
};

const carryOutOne = async (deed: Deed): Promise<Outcome> => {
  try {
    const answer = await start(deed);
    return { deed, told: "served", byLedger: "confirmedBy" in answer && answer.confirmedBy === "ledger" };
  } catch (error) {
    const { code = "?", retryable = false } = error as { code?: string; retryable?: boolean };
    const isWrite = deed.kind === "add" || deed.kind === "burn";
    if (code === "OUTCOME_UNKNOWN") return { deed, told: "unknown", code };
    return {
      deed,
      told: isWrite && (retryable || code === "UPSTREAM_REJECTED") ? "not carried out" : "failed",
      code,
    };
  }
};

const addOn: CounterAddOn = {
  carryOut: (deeds) => Promise.all(deeds.map(carryOutOne)),
  get status() {
    return session.state.status;
  },
};
Object.assign(globalThis, { counter: addOn });
parent.postMessage(DONE, "*");
