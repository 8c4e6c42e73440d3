import { afterEach, describe, expect, test, vi } from "vitest";
import { createFrames } from "../src/add-ons/frames.ts";
import { createHostServices } from "../src/add-ons/host-services.ts";
import { createNotices } from "../src/feedback/notices.ts";
import type { PreferencesControl } from "../src/preferences/preferences.ts";
import { createWorkspace } from "../src/shell/workspace.ts";

const openServices = () => {
  const notices = createNotices();
  const toasted = vi.spyOn(notices, "toast");
  const preferences = { store: { getState: () => ({ language: "en" }) } } as PreferencesControl;
  const site = { notices, preferences, frames: createFrames(), workspace: createWorkspace() };
  const services = createHostServices(site, "main", { goTo: () => {}, close: () => {} });
  return { services, toasts: () => toasted.mock.calls.map(([{ message }]) => message) };
};

describe("copying for an add-on", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is said once when it is done", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    const { services, toasts } = openServices();
    await services.copyToClipboard({ text: "DESK-1" });
    expect(writeText).toHaveBeenCalledWith("DESK-1");
    expect(toasts()).toEqual(["Copied"]);
  });

  test("tells the add-on when the browser forbids it, so that the add-on can do it another way", async () => {
    const writeText = () => Promise.reject(new DOMException("Write permission denied.", "NotAllowedError"));
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    const { services, toasts } = openServices();
    await expect(services.copyToClipboard({ text: "DESK-1" })).rejects.toMatchObject({ code: "NOT_GRANTED" });
    expect(toasts()).toEqual([]);
  });
});
