import { Minimize2, X } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { SiteAddOn } from "../config/site-config.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { addOnAddress } from "../router/routes.ts";
import { ScreenBody } from "../shell/screen-body.tsx";
import { ScreenHeader } from "../shell/screen-header.tsx";
import { useSite } from "../site/site-context.ts";
import { AddOnActions } from "./add-on-actions.tsx";
import { AddOnPanel } from "./add-on-panel.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";
import { useFullScreen } from "./use-full-screen.ts";
import { useLeaveGuard } from "./use-leave-guard.ts";
import { useReload } from "./use-reload.ts";
import "./add-on-screen.css";

interface Shown {
  readonly addOn: SiteAddOn;
  readonly path: string;
}

interface AddOnScreenProps {
  readonly main: Shown;
  /** The second add-on, if two are shown. */
  readonly beside?: Shown;
}

/** One add-on, or two side by side, each in step with its part of the address. */
export const AddOnScreen = ({ main, beside }: AddOnScreenProps) => {
  const { addOn } = useMessages();
  const { frames, router } = useSite();
  const state = useStore(frames.store);
  const { fullScreen, setFullScreen } = useFullScreen();
  const reload = useReload();
  useLeaveGuard();

  const title = state.main?.title ?? main.addOn.title;
  useEffect(() => {
    document.title = `${title} · Privage`;
  }, [title]);

  const mainPlace = { key: main.addOn.key, path: main.path };
  const toggleBeside = () => {
    const address = beside
      ? addOnAddress(mainPlace)
      : addOnAddress(mainPlace, { key: main.addOn.key, path: "/" });
    // The main add-on stays as it is; only changes on the side could be lost.
    void router.go(address, { unguarded: !state.beside?.dirty });
  };

  return (
    <>
      {fullScreen ? (
        <header className="add-on-screen__exit">
          <h1 tabIndex={-1}>{title}</h1>
          <IconButton icon={Minimize2} label={addOn.exitFullScreen} onPress={() => setFullScreen(false)} />
        </header>
      ) : (
        <ScreenHeader
          title={title}
          mark={state.main?.dirty && <span className="unsaved-mark">{addOn.unsaved}</span>}
          actions={
            <AddOnActions
              hasBeside={beside !== undefined}
              onReload={() => void reload("main")}
              onToggleBeside={toggleBeside}
              onFullScreen={() => setFullScreen(true)}
            />
          }
        />
      )}
      <ScreenBody>
        <div className="add-on-screen" data-count={beside ? 2 : 1}>
          <PanelBoundary key={main.addOn.key} title={main.addOn.title}>
            <AddOnPanel
              slot="main"
              {...main}
              title={beside ? addOn.main(main.addOn.title) : main.addOn.title}
            />
          </PanelBoundary>
          {beside && (
            <section className="add-on-screen__beside" aria-label={addOn.side(beside.addOn.title)}>
              <header className="add-on-screen__beside-bar">
                <h2>{state.beside?.title ?? beside.addOn.title}</h2>
                {state.beside?.dirty && <span className="unsaved-mark">{addOn.unsaved}</span>}
                <IconButton icon={X} label={addOn.closeBeside(beside.addOn.title)} onPress={toggleBeside} />
              </header>
              <PanelBoundary key={beside.addOn.key} title={beside.addOn.title}>
                <AddOnPanel slot="beside" {...beside} title={addOn.side(beside.addOn.title)} />
              </PanelBoundary>
            </section>
          )}
        </div>
      </ScreenBody>
    </>
  );
};
