/** A React 19 host, under StrictMode; `window.set` changes the props of its add-on. */
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import type { HostEvent } from "../../../src/index.ts";
import type { MountedAddOn } from "../../../src/mount/mounted-add-on.ts";
import { AddOnFrame, type AddOnFrameProps } from "../../../src/react/index.ts";

const page = {
  mints: 0,
  mounts: 0,
  events: [] as HostEvent[],
  errors: [] as string[],
  addOn: undefined as MountedAddOn | undefined,
  set: (_props: Partial<AddOnFrameProps> | null) => {},
};
export type ReactPage = typeof page;

const Site = () => {
  const [props, setProps] = useState<Partial<AddOnFrameProps> | null>(null);
  page.set = (next) => setProps((before) => next && { ...before, ...next });
  return (
    <main style={{ height: 400 }}>
      {props && (
        <AddOnFrame
          src=""
          title="Loyalty Desk"
          appconnectId={42}
          businessCode="CAFE01"
          mint={async () => ({ exchangeToken: `token-${++page.mints}` })}
          context={{
            user: { id: "7", name: "Anong", permissions: [] },
            business: { code: "CAFE01", name: "Café One", currency: "THB" },
          }}
          fallback={<p>Loading the desk …</p>}
          error={({ code }, retry) => (
            <p role="alert">
              {code}{" "}
              <button type="button" onClick={retry}>
                Again
              </button>
            </p>
          )}
          onMount={(addOn) => {
            page.addOn = addOn;
            if (addOn) page.mounts++;
          }}
          onEvent={(event) => page.events.push(event)}
          {...props}
        />
      )}
    </main>
  );
};

addEventListener("unhandledrejection", ({ reason }) => page.errors.push(String(reason)));
const root = document.createElement("div");
document.body.append(root);
createRoot(root, { onUncaughtError: (error) => page.errors.push(String(error)) }).render(
  <StrictMode>
    <Site />
  </StrictMode>,
);
Object.assign(window, { page });
