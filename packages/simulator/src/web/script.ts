/**
 * The page's script, as the browser gets it. It asks `/_sim/…` every two seconds while it is visible, and orders faults.
 * Text from requests goes in through textContent only.
 */
export const SCRIPT = `
const $ = (id) => document.getElementById(id);
const call = async (path, method = "GET", body) => {
  const response = await fetch("/_sim/" + path, { method, body: body && JSON.stringify(body) });
  return response.json();
};
const cell = (text, className) => {
  const made = document.createElement("td");
  made.textContent = text;
  if (className) made.className = className;
  return made;
};
const row = (...cells) => { const made = document.createElement("tr"); made.append(...cells); return made; };
const tone = (status) => status === null ? "bad" : status < 300 ? "good" : status < 500 ? "warn" : "bad";
const empty = (columns, text) => { const only = cell(text, "soft"); only.colSpan = columns; return [row(only)]; };

const refresh = async () => {
  const [{ count, requests }, { faults }, { now }] =
    await Promise.all([call("requests?limit=20"), call("faults"), call("clock")]);
  $("count").textContent = count === 1 ? "1 request" : count + " requests";
  $("clock").textContent = now.replace("T", " ").slice(0, 19) + " UTC";
  $("requests").replaceChildren(...(requests.length === 0 ? empty(5, "No request yet.") : requests.toReversed().map((one) => row(
    cell(one.at.slice(11, 19), "soft"), cell(one.method, "method"), cell(one.path, "path"),
    cell(one.status ?? "no answer", tone(one.status)),
    cell([one.durationMs === null ? "…" : one.durationMs.toFixed(1) + " ms", one.fault].filter(Boolean).join(", "), "soft")))));
  $("faults").replaceChildren(...(faults.length === 0 ? empty(3, "No fault is armed.") : faults.map((one) => row(
    cell(one.fault + (one.status ? " " + one.status : "")),
    cell([one.match?.method, one.match?.path ?? "every path"].filter(Boolean).join(" "), "path"),
    cell((one.times ? one.times - one.struck + " left" : "until cleared") + ", struck " + one.struck, "soft")))));
};
const say = (text) => { $("status").textContent = text; };
const act = (work, done) => async () => { await work(); await refresh(); say(done); };

for (const button of document.querySelectorAll("button[data-fault]")) {
  const fault = JSON.parse(button.dataset.fault);
  const order = () => {
    const [method, path] = $("target").value.split(" ");
    return path ? { ...fault, match: { method, path } } : fault;
  };
  button.onclick = act(() => call("faults", "POST", order()), "Armed for the next matching call: " + button.textContent + ".");
}
$("clear").onclick = act(() => call("faults", "DELETE"), "No fault is armed now.");
$("hour").onclick = act(() => call("clock", "POST", { advanceSeconds: 3600 }), "An hour has passed for tokens.");
$("reset").onclick = act(() => call("reset", "POST"), "Data, faults, log and clock are as at the start.");

const poll = async () => {
  if (!document.hidden) await refresh().catch(() => say("The simulator does not answer; is it still running?"));
  setTimeout(poll, 2000);
};
poll();
`;
