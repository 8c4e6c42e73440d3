import type { HostServices } from "@privage-addons/contracts/bridge";
import { type AddOnError, isAddOnError } from "@privage-addons/contracts/errors";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { AddOnState } from "../lifecycle/state.ts";
import { patchTo } from "../mount/context.ts";
import { mountAddOn } from "../mount/mount-add-on.ts";
import type { MountedAddOn } from "../mount/mounted-add-on.ts";
import type { MountOptions } from "../mount/options.ts";

export interface AddOnFrameProps extends Omit<MountOptions, "container" | "failureScreen"> {
  readonly className?: string;
  /** Shown until the add-on is ready. */
  readonly fallback?: ReactNode;
  /** Shown instead of the bridge's own failure screen. */
  readonly error?: (error: AddOnError, retry: () => void) => ReactNode;
  /** Receives the mounted add-on, for `endSession`, `navigated` and the like; `undefined` when it is gone. */
  readonly onMount?: (addOn: MountedAddOn | undefined) => void;
}

/**
 * An add-on as a component. A new `src`, `appconnectId` or `businessCode` mounts anew; a new `context` is pushed to the
 * living add-on; callbacks may change at any time. Everything else is taken at mount: give a new `key` to change it.
 * Rendered on a server it is its `fallback`.
 */
export const AddOnFrame = (props: AddOnFrameProps): ReactNode => {
  const { src, appconnectId, businessCode, context, className, fallback, error } = props;
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const addOn = useRef<MountedAddOn>(undefined);
  const [state, setState] = useState<AddOnState>({ status: "loading" });

  useEffect(() => {
    latest.current = props;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these three make it another add-on
  useEffect(() => {
    if (!container.current) return;
    const { services, error: ownScreen, ...rest } = latest.current;
    let mounted: MountedAddOn;
    try {
      mounted = mountAddOn({
        ...rest,
        container: container.current,
        mint: (request) => latest.current.mint(request),
        onEvent: (event) => latest.current.onEvent?.(event),
        ...(services && { services: followServices(services, () => latest.current.services) }),
        ...(ownScreen && { failureScreen: null }),
      });
    } catch (cause) {
      // Wrong options: shown like any failure where the site draws failures, else an error of the component.
      if (!ownScreen || !isAddOnError(cause)) throw cause;
      setState({ status: "failed", error: cause });
      return;
    }
    addOn.current = mounted;
    setState(mounted.state);
    mounted.subscribe(setState);
    latest.current.onMount?.(mounted);
    return () => {
      mounted.unmount();
      addOn.current = undefined;
      latest.current.onMount?.(undefined);
    };
  }, [src, appconnectId, businessCode]);
  const contextKey = JSON.stringify(context);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the context's content
  useEffect(() => {
    addOn.current?.update(patchTo(latest.current.context, latest.current.businessCode));
  }, [contextKey]);

  const isWaiting = state.status === "loading" || state.status === "connecting";
  return (
    <div className={className} style={{ height: "100%" }}>
      {isWaiting && fallback}
      {state.status === "failed" && error?.(state.error, () => addOn.current?.reload())}
      <div ref={container} style={{ height: "100%" }} hidden={isWaiting && fallback !== undefined} />
    </div>
  );
};

/** What was granted at mount stays granted; what a service does follows the latest props. */
const followServices = (
  granted: Partial<HostServices>,
  latest: () => Partial<HostServices> | undefined,
): Partial<HostServices> => {
  const follow = (name: string) => (request: unknown) =>
    (latest() as Record<string, ((request: unknown) => unknown) | undefined> | undefined)?.[name]?.(request);
  // Each name keeps the type it was granted with.
  return Object.fromEntries(
    Object.keys(granted).map((name) => [name, follow(name)]),
  ) as Partial<HostServices>;
};
