import type { AddOnError } from "@privage-addons/contracts";
import { type AddOnState, createPrivageMinter, type MountedAddOn } from "@privage-addons/host-bridge";
import { AddOnFrame } from "@privage-addons/host-bridge/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { SiteAddOn } from "../config/site-config.ts";
import { Spinner } from "../controls/spinner.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { useSignedIn, useSite } from "../site/site-context.ts";
import { EndedNote, FailureNote } from "./add-on-notes.tsx";
import type { Slot } from "./frames.ts";
import { createHostServices } from "./host-services.ts";
import { useAddOnContext } from "./use-add-on-context.ts";
import { useEnterFrame } from "./use-enter-frame.ts";
import { useFrameMoves } from "./use-frame-moves.ts";
import "./add-on-panel.css";

interface AddOnPanelProps {
  readonly slot: Slot;
  readonly addOn: SiteAddOn;
  /** The add-on's own path. */
  readonly path: string;
  /** Accessible name of the frame. */
  readonly title: string;
}

/** One add-on: its frame, and what is shown while there is none. */
export const AddOnPanel = ({ slot, addOn, path, title }: AddOnPanelProps) => {
  const site = useSite();
  const { config, session, timeline, frames } = site;
  const { business } = useSignedIn();
  const messages = useMessages();
  const context = useAddOnContext(slot, path);
  const moves = useFrameMoves(slot, path);
  const services = useMemo(() => createHostServices(site, slot, moves), [site, slot, moves]);
  const mint = useMemo(
    () => createPrivageMinter({ baseUrl: config.privageBaseUrl, getUserToken: session.getUserToken }),
    [config, session],
  );
  const [mounted, setMounted] = useState<MountedAddOn>();
  const state = useAddOnState(mounted);
  const around = useEnterFrame(slot === "main" && state?.status === "ready");

  useEffect(() => mounted && frames.register(slot, mounted), [frames, slot, mounted]);
  // A page that starts over has no title and no changes yet.
  useEffect(() => {
    if (state?.status === "loading" || state?.status === "connecting") frames.forget(slot);
  }, [frames, slot, state]);
  const renderError = useCallback(
    (error: AddOnError, retry: () => void) => (
      <FailureNote title={addOn.title} code={error.code} onRetry={retry} />
    ),
    [addOn.title],
  );

  return (
    <div ref={around} className="add-on-panel" data-status={state?.status}>
      <AddOnFrame
        className="add-on-panel__frame"
        src={addOn.src}
        title={title}
        appconnectId={addOn.appconnectId}
        businessCode={business.code}
        mint={mint}
        context={context}
        services={services}
        onEvent={(event) => timeline.record(event, slot)}
        onMount={setMounted}
        error={renderError}
      />
      {(state === undefined || state.status === "loading" || state.status === "connecting") && (
        <div className="add-on-panel__cover">
          <Spinner label={messages.addOn.loading(addOn.title)} />
        </div>
      )}
      {state?.status === "ended" && state.reason === "closed" && (
        <div className="add-on-panel__cover">
          <EndedNote title={addOn.title} onReopen={() => mounted?.reload()} />
        </div>
      )}
    </div>
  );
};

/** The bridge's state of the frame; undefined before it is mounted. */
const useAddOnState = (mounted: MountedAddOn | undefined): AddOnState | undefined => {
  const [state, setState] = useState<AddOnState>();
  useEffect(() => {
    setState(mounted?.state);
    return mounted?.subscribe(setState);
  }, [mounted]);
  return state;
};
