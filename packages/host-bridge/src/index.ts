export { type FailureScreen, failureScreen } from "./failure/failure-screen.ts";
export type { AddOnState } from "./lifecycle/state.ts";
export { mountAddOn } from "./mount/mount-add-on.ts";
export type { MountedAddOn } from "./mount/mounted-add-on.ts";
export type { Deadlines, HostContext, MountOptions, SandboxGrant } from "./mount/options.ts";
export type { Mint, MintedToken, MintRequest } from "./tokens/mint.ts";
export { createPrivageMinter, type PrivageMinterOptions } from "./tokens/privage-minter.ts";
export type { HostEvent, ResizeLoopEvent, StateEvent, StateSummary, StepEvent } from "./trace/events.ts";
