/**
 * The add-ons on the page: what each one's frame says about itself, and the handle to talk to it. A slot is a position on
 * the page, so that the same add-on may be shown twice.
 */
import type { MountedAddOn } from "@privage-addons/host-bridge";
import { createStore, type StoreApi } from "zustand/vanilla";

export type Slot = "main" | "beside";

export interface FrameState {
  readonly dirty: boolean;
  /** Set by the add-on's `setTitle`. */
  readonly title?: string;
}

/** The part of the host bridge's handle that the site needs. */
export type FrameHandle = Pick<MountedAddOn, "reload" | "endSession" | "navigated">;

export interface Frames {
  readonly store: StoreApi<Readonly<Partial<Record<Slot, FrameState>>>>;
  /** Keeps a mounted add-on's handle; returns how to forget it. */
  register(slot: Slot, handle: FrameHandle): () => void;
  change(slot: Slot, patch: Partial<FrameState>): void;
  /** Drops what an add-on said about itself; its page is a new one. */
  forget(slot: Slot): void;
  isDirty(): boolean;
  reload(slot: Slot): void;
  /** Tells an add-on that the site moved below its placement. */
  navigated(slot: Slot, path: string): void;
  /** Ends every session and waits until each add-on confirmed it, or its frame was removed. */
  endSessions(reason: Parameters<FrameHandle["endSession"]>[0]): Promise<void>;
}

const CALM: FrameState = { dirty: false };

export const createFrames = (): Frames => {
  const store = createStore<Readonly<Partial<Record<Slot, FrameState>>>>(() => ({}));
  const handles = new Map<Slot, FrameHandle>();

  return {
    store,
    register: (slot, handle) => {
      handles.set(slot, handle);
      store.setState({ [slot]: CALM });
      return () => {
        if (handles.get(slot) !== handle) return;
        handles.delete(slot);
        const { [slot]: _gone, ...rest } = store.getState();
        store.setState(rest, true);
      };
    },
    change: (slot, patch) =>
      store.setState((frames) => ({ [slot]: { ...(frames[slot] ?? CALM), ...patch } })),
    forget: (slot) => handles.has(slot) && store.setState({ [slot]: CALM }),
    isDirty: () => Object.values(store.getState()).some((frame) => frame?.dirty),
    reload: (slot) => handles.get(slot)?.reload(),
    navigated: (slot, path) => handles.get(slot)?.navigated(path),
    endSessions: async (reason) => {
      await Promise.allSettled([...handles.values()].map(async (handle) => handle.endSession(reason)));
    },
  };
};
