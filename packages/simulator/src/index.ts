export { DEMO_CREDENTIALS, type DemoCredentials } from "./credentials.ts";
export { FAULT_KINDS, type FaultKind, type FaultOrder } from "./faults/fault.ts";
export type { LoggedRequest } from "./log/request-log.ts";
export {
  type RunningSimulator,
  type RunningSimulators,
  type SimulatorOptions,
  startSimulators,
} from "./start.ts";
