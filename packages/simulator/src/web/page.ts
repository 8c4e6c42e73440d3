import { endpointsOf } from "../contract/document.ts";
import type { FaultOrder } from "../faults/fault.ts";
import type { Platform } from "../server/platform.ts";
import { SCRIPT } from "./script.ts";
import { escapeHtml, renderShell } from "./shell.ts";

const FAULTS: readonly (readonly [label: string, order: FaultOrder])[] = [
  ["500", { fault: "status", status: 500, times: 1 }],
  ["503", { fault: "status", status: 503, times: 1 }],
  ["429, retry after 2 s", { fault: "status", status: 429, headers: { "retry-after": "2.0" }, times: 1 }],
  ["401", { fault: "status", status: 401, times: 1 }],
  [
    "200 with an error in it",
    { fault: "status", status: 200, body: { errors: "Something went wrong" }, times: 1 },
  ],
  ["3 s late", { fault: "delay", delayMs: 3000, times: 1 }],
  ["never answered", { fault: "hang", times: 1 }],
  ["reset", { fault: "reset", times: 1 }],
  ["done, then reset", { fault: "commit-then-reset", times: 1 }],
  ["slow body", { fault: "slow-body", times: 1 }],
  ["half a body", { fault: "truncate", times: 1 }],
  ["broken JSON", { fault: "malformed", times: 1 }],
];

const SIMULATOR_ROUTES = ["requests", "faults", "clock"];

/** The page at `/` of a simulator: what is here, the last requests, and buttons for the common faults. */
export const renderPage = (platform: Platform) => {
  const { info } = platform.document;
  const endpoints = endpointsOf(platform.document);
  const rows = endpoints.map(({ method, path, operation }) => {
    const certainty = operation["x-certainty"] ?? "unknown";
    const tone = certainty === "inferred" || certainty === "unknown" ? "warn" : "good";
    return `<tr><td class="method">${method}</td><td class="path">${escapeHtml(path)}</td><td>${escapeHtml(operation.summary ?? "")}</td><td class="${tone}">${certainty}</td></tr>`;
  });
  const targets = endpoints.map(({ method, path }) => `<option>${method} ${escapeHtml(path)}</option>`);
  const buttons = FAULTS.map(
    ([label, order]) =>
      `<button type="button" data-fault="${escapeHtml(JSON.stringify(order))}">${escapeHtml(label)}</button>`,
  );
  const links = [...SIMULATOR_ROUTES, ...platform.linked];
  const main = `<header>
<h1>${escapeHtml(info.title)}, simulated</h1>
<p>${escapeHtml(info.summary ?? "")} Everything here is made up, and forgotten when it stops.</p>
<nav aria-label="Raw data">${links.map((name) => `<a href="/_sim/${name}">/_sim/${name}</a>`).join("")}</nav>
</header>
<section aria-labelledby="trouble">
<h2 id="trouble">Make trouble</h2>
<label>The next call to <select id="target"><option value="">any path</option>${targets.join("")}</select> is answered with</label>
<div class="buttons">${buttons.join("")}</div>
<p id="status" role="status"></p>
<table><tbody id="faults"></tbody></table>
</section>
<section aria-labelledby="seen">
<h2 id="seen">Last requests <span class="soft" id="count"></span></h2>
<table><tbody id="requests"></tbody></table>
</section>
<section aria-labelledby="time">
<h2 id="time">Time and state</h2>
<p class="soft">Its clock shows <span id="clock">…</span>.</p>
<div class="buttons"><button type="button" id="hour">Let an hour pass</button><button type="button" id="clear">Clear all faults</button><button type="button" id="reset">Start over</button></div>
</section>
<section aria-labelledby="here">
<h2 id="here">What is here</h2>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Certainty of the path</th></tr></thead><tbody>${rows.join("")}</tbody></table>
</section>`;
  return renderShell({ title: `${info.title}, simulated`, main, script: SCRIPT });
};
