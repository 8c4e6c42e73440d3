import { AddOnProvider } from "@privage-addons/addon-sdk/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { SessionEnded } from "./app/ended.tsx";
import { Connecting, NotConnected } from "./app/entrance.tsx";
import { REF_NO_PREFIX } from "./data/ref-no.ts";
import "./theme/fonts.css";
import "./theme/tokens.css";
import "./theme/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html must have an element #root.");

// The bootstrap at the top of the page has usually connected by now; the provider picks that connection up.
createRoot(root).render(
  <StrictMode>
    <AddOnProvider
      refNoPrefix={REF_NO_PREFIX}
      fallback={<Connecting />}
      error={(error, retry) => <NotConnected error={error} onRetry={retry} />}
      ended={(reason) => <SessionEnded reason={reason} />}
    >
      <App />
    </AddOnProvider>
  </StrictMode>,
);
