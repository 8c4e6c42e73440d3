import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createFrames } from "./add-ons/frames.ts";
import { App } from "./app.tsx";
import { readSiteConfig } from "./config/site-config.ts";
import { createNotices } from "./feedback/notices.ts";
import { createFaultControl } from "./inspector/faults/fault-control.ts";
import { createTimeline } from "./inspector/timeline.ts";
import { createPreferences } from "./preferences/preferences.ts";
import { createRouter } from "./router/history-router.ts";
import { createStaffDirectory } from "./session/privage-staff.ts";
import { createSession } from "./session/session.ts";
import { createWorkspace } from "./shell/workspace.ts";
import { type Site, SiteContext } from "./site/site-context.ts";
import "./styles/index.css";

const config = readSiteConfig(document);
const session = createSession(createStaffDirectory(config.privageBaseUrl), window);
const timeline = createTimeline();
const site: Site = {
  config,
  session,
  router: createRouter(window),
  preferences: createPreferences(window),
  notices: createNotices(),
  timeline,
  frames: createFrames(),
  workspace: createWorkspace(),
  ...(config.simulators && { faults: createFaultControl(config.simulators, timeline) }),
};

void session.start();

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root element.");
createRoot(root).render(
  <StrictMode>
    <SiteContext value={site}>
      <App />
    </SiteContext>
  </StrictMode>,
);
