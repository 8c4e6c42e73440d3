/** A BFF that serves a small add-on, with one host that may frame it and one other origin that may call. */
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { temporaryFolder } from "./bff.ts";
import { type Rig, rigPerTest } from "./rig.ts";

export const HOST = "https://manage.privageapp.com";
/** The page's inline script. */
export const SCRIPT = 'console.log("bootstrap")';

/** Files of a build as Vite names them by default. */
export const HASHED = ["/assets/index-BWJp3f2c.js", "/assets/fonts/sarabun-aB_d-f1h.woff2"];
/** Those that come from a folder of public files, and others that are replaced in place. */
export const UNHASHED = [
  "/apple-touch-icon.png",
  "/android-chrome-192x192.png",
  "/sw-registration.js",
  "/icon-BWJp3f2c.png",
  "/assets/app.production.js",
  "/assets/app-settings.js",
  "/assets/banner-1280x720.jpg",
  "/assets/menu-20261129.pdf",
  "/assets/icon-Facebook.svg",
  "/assets/hero-summer24.jpg",
  "/assets/icon-darkMode.svg",
  "/assets/team-IMG_1234.jpg",
];

export interface SiteRig extends Rig {
  /** Where the served build lies; no test changes it. */
  readonly folder: string;
}

/** To be called once, at the top of a test file. */
export const siteRigPerTest = (): SiteRig => {
  const { path: folder, remove } = temporaryFolder();
  afterAll(remove);
  mkdirSync(join(folder, "assets", "fonts"), { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html><head><script type="module">${SCRIPT}</script><script src="/assets/index-BWJp3f2c.js"></script></head><body></body></html>`,
  );
  for (const path of [...HASHED, ...UNHASHED]) {
    writeFileSync(join(folder, path), "1");
    utimesSync(join(folder, path), 0, 0); // Nobody is writing it any more.
  }
  writeFileSync(join(folder, "manifest.json"), "{}");
  writeFileSync(join(folder, ".env"), "canary");

  const rig = rigPerTest({ STATIC_DIR: folder, HOST_ORIGINS: HOST, ADDON_ORIGINS: "https://desk.example" });
  return Object.assign(rig, { folder });
};
