import { Download, Eraser, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Tab, TabList, TabPanel, Tabs, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useStore } from "zustand";
import type { Slot } from "../add-ons/frames.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { routeOf } from "../router/routes.ts";
import { usePlace } from "../router/use-place.ts";
import { useSignedIn, useSite } from "../site/site-context.ts";
import { exportLog } from "./export-log.ts";
import { FaultPanel } from "./faults/fault-panel.tsx";
import { MessageLog } from "./message-log.tsx";
import { SessionCard } from "./session-card.tsx";
import { Waterfall } from "./waterfall.tsx";
import "./inspector.css";

/** How the add-on gets and keeps its session, for anyone to watch; and faults to make it harder. */
export const Inspector = () => {
  const { inspector, common, addOn } = useMessages();
  const { workspace, timeline } = useSite();
  const { business } = useSignedIn();
  const route = routeOf(usePlace());
  const hasTwo = route.screen === "add-on" && route.beside !== undefined;
  const key = route.screen === "add-on" ? route.main.key : "site";
  const [chosen, setChosen] = useState<Slot>("main");
  const slot = hasTwo ? chosen : "main";
  const all = useStore(timeline.store, (state) => state.entries);
  const entries = useMemo(
    () => all.filter((entry) => entry.kind === "fault" || entry.slot === slot),
    [all, slot],
  );
  const lease = useStore(timeline.store, (state) => state.leases[slot]);

  return (
    <section className="inspector" aria-label={inspector.title}>
      <header className="inspector__bar">
        <h2>{inspector.title}</h2>
        <IconButton
          icon={Download}
          label={inspector.exportFile}
          isDisabled={entries.length === 0}
          onPress={() => exportLog(entries, { addOn: key, business: business.code, now: Date.now() })}
        />
        <IconButton icon={Eraser} label={inspector.clear} onPress={timeline.clear} />
        <IconButton icon={X} label={common.close} onPress={workspace.toggleInspector} />
      </header>
      <div className="inspector__body">
        <p className="inspector__intro">{inspector.intro}</p>
        {hasTwo && (
          <ToggleButtonGroup
            className="segmented"
            aria-label={inspector.which}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[slot]}
            onSelectionChange={(keys) => setChosen(keys.has("beside") ? "beside" : "main")}
          >
            <ToggleButton id="main">{addOn.slots.main}</ToggleButton>
            <ToggleButton id="beside">{addOn.slots.beside}</ToggleButton>
          </ToggleButtonGroup>
        )}
        <SessionCard lease={lease} />
        <FaultPanel slot={slot} />
        <Tabs className="inspector__tabs">
          <TabList className="segmented" aria-label={inspector.title}>
            <Tab id="steps">{inspector.tabs.steps}</Tab>
            <Tab id="messages">{inspector.tabs.messages}</Tab>
          </TabList>
          <TabPanel id="steps">
            <Waterfall entries={entries} />
          </TabPanel>
          <TabPanel id="messages">
            <MessageLog entries={entries} />
          </TabPanel>
        </Tabs>
      </div>
    </section>
  );
};
