/** Session, context and host as hooks. */
import type { AddOnContext } from "@privage-addons/contracts/bridge";
import { useStore } from "zustand/react";
import type { AddOn } from "../connect/add-on.ts";
import type { Host } from "../host/host-services.ts";
import type { PrivageClient } from "../privage/client.ts";
import type { SessionState } from "../session/session-state.ts";
import { storeOf } from "./add-on-store.ts";
import { useAddOnParts } from "./parts.ts";

/** The connection itself, for everything that has no hook of its own, such as `addOn.session.fetch`. */
export const useAddOn = (): AddOn => useAddOnParts().addOn;

/** The session's state; renders again when it changes, or when what `select` takes from it does. */
export function useSession(): SessionState;
export function useSession<T>(select: (state: SessionState) => T): T;
export function useSession<T>(select?: (state: SessionState) => T): T | SessionState {
  return useStore(storeOf(useAddOn()), ({ session }) => (select ? select(session) : session));
}

/** Language, theme, person, business and place; changes live. */
export function useAddOnContext(): AddOnContext;
export function useAddOnContext<T>(select: (context: AddOnContext) => T): T;
export function useAddOnContext<T>(select?: (context: AddOnContext) => T): T | AddOnContext {
  return useStore(storeOf(useAddOn()), ({ context }) => (select ? select(context) : context));
}

/** The host's services: toast, confirm, navigate and the others. */
export const useHost = (): Host => useAddOn().host;

/** The typed Privage client, for calls outside of queries. */
export const usePrivage = (): PrivageClient => useAddOnParts().privage;
