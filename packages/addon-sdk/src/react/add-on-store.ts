/** Session and context as one zustand store: what the interface shows is a selection of it. */
import type { AddOnContext } from "@privage-addons/contracts/bridge";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { AddOn } from "../connect/add-on.ts";
import type { SessionState } from "../session/session-state.ts";

export interface AddOnSnapshot {
  readonly session: SessionState;
  readonly context: AddOnContext;
}

const stores = new WeakMap<AddOn, StoreApi<AddOnSnapshot>>();

/** The store of an add-on, made at first use; it lives as long as the connection, whatever is mounted. */
export const storeOf = (addOn: AddOn): StoreApi<AddOnSnapshot> => {
  const known = stores.get(addOn);
  if (known) return known;
  const store = createStore<AddOnSnapshot>(() => ({
    session: addOn.session.state,
    context: addOn.context.get(),
  }));
  addOn.session.subscribe((session) => store.setState({ session }));
  addOn.context.subscribe((context) => store.setState({ context }));
  stores.set(addOn, store);
  return store;
};
