/** The faults of the demo's platforms: which are armed, and how to switch them. One for the whole page. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { SimulatorAddresses } from "../../config/site-config.ts";
import type { FaultEntry } from "../log-entry.ts";
import type { Timeline } from "../timeline.ts";
import { type FaultName, PLATFORMS, type Platform } from "./fault-names.ts";
import { createSimulatorFaults } from "./simulator-faults.ts";

/** The outcome of the last press. */
export interface FaultNotice {
  readonly platform: Platform;
  readonly fault: FaultName;
  readonly outcome: FaultEntry["outcome"];
}

interface FaultState {
  readonly armed: Readonly<Record<Platform, ReadonlySet<FaultName>>>;
  readonly notice?: FaultNotice;
}

export interface FaultControl {
  readonly store: StoreApi<FaultState>;
  /** Asks the simulators what is armed. Never rejects: one that does not answer has nothing armed. */
  look(): Promise<void>;
  /** Switches a fault and records it in the inspector's log. Never rejects. */
  press(platform: Platform, fault: FaultName, on: boolean): Promise<void>;
}

const NOTHING: ReadonlySet<FaultName> = new Set();

export const createFaultControl = (
  addresses: SimulatorAddresses,
  timeline: Pick<Timeline, "recordFault">,
): FaultControl => {
  const store = createStore<FaultState>(() => ({
    armed: { privage: NOTHING, partner: NOTHING, haravan: NOTHING },
  }));
  const simulators = {
    privage: createSimulatorFaults("privage", addresses.privage),
    partner: createSimulatorFaults("partner", addresses.partner),
    haravan: createSimulatorFaults("haravan", addresses.haravan),
  };

  const lookAt = async (platform: Platform) => {
    const found = await simulators[platform].armed().catch(() => NOTHING);
    const { armed } = store.getState();
    if (!sameSet(armed[platform], found)) store.setState({ armed: { ...armed, [platform]: found } });
  };
  return {
    store,
    look: async () => {
      await Promise.all(PLATFORMS.map(lookAt));
    },
    press: async (platform, fault, on) => {
      const { switchOn, switchOff } = simulators[platform];
      const outcome = await (on ? switchOn(fault) : switchOff(fault)).then(
        () => (on ? "on" : "off"),
        () => "refused" as const,
      );
      timeline.recordFault(platform, fault, outcome);
      store.setState({ notice: { platform, fault, outcome } });
      await lookAt(platform);
    },
  };
};

const sameSet = (a: ReadonlySet<FaultName>, b: ReadonlySet<FaultName>) =>
  a.size === b.size && [...a].every((name) => b.has(name));
