/** What a page loads: the imports of each package's own quick start, and which parts of our job it does. */
export interface SizeEntry {
  readonly key: string;
  readonly label: string;
  readonly package: string;
  readonly code: string;
  /** Which of the four parts it does; see {@link PARTS}. */
  readonly does: readonly Part[];
  /** One file with everything in it, for a page without a bundler. */
  readonly isScript?: boolean;
}

/** The four parts of the job, as columns of the table. A host's package has no part in the second half: renewal is the frame's. */
export const PARTS = {
  origin: "proves the host's origin",
  token: "brings a token into the frame",
  renewal: "renews it by itself",
  services: "host services",
} as const;

export type Part = keyof typeof PARTS;

const all: readonly Part[] = ["origin", "token", "renewal", "services"];

/** Both halves pin the other's origin. */
const HOST_DOES: readonly Part[] = ["origin", "token", "services"];
const HOST = `export { mountAddOn, createPrivageMinter } from "@privage-addons/host-bridge";`;

export const OURS: readonly SizeEntry[] = [
  {
    key: "addon-sdk",
    label: "addon-sdk: connectToHost",
    package: "@privage-addons/addon-sdk",
    code: `export { connectToHost } from "@privage-addons/addon-sdk";`,
    does: all,
  },
  {
    key: "addon-sdk-client",
    label: "addon-sdk: connectToHost + createPrivageClient",
    package: "@privage-addons/addon-sdk",
    code: `export { connectToHost, createPrivageClient } from "@privage-addons/addon-sdk";`,
    does: all,
  },
  {
    key: "host-bridge",
    label: "host-bridge: mountAddOn + createPrivageMinter",
    package: "@privage-addons/host-bridge",
    code: HOST,
    does: HOST_DOES,
  },
  {
    key: "host-bridge-element",
    label: "host-bridge: the same and its custom element",
    package: "@privage-addons/host-bridge",
    code: `${HOST} export * from "@privage-addons/host-bridge/element";`,
    does: HOST_DOES,
  },
  {
    key: "host-bridge-script",
    label: "host-bridge: the script build, all of it",
    package: "@privage-addons/host-bridge",
    code: `export * from "../packages/host-bridge/src/script/index.ts";`,
    does: HOST_DOES,
    isScript: true,
  },
];

/** Which parts each does: reference/bridges.md table 1 (read from their sources), and their own quick starts. */
export const PEERS: readonly SizeEntry[] = [
  {
    key: "shopify-app-bridge",
    label: "Shopify App Bridge 3, with authenticatedFetch",
    package: "@shopify/app-bridge",
    code: `export { createApp } from "@shopify/app-bridge";
           export { authenticatedFetch, getSessionToken } from "@shopify/app-bridge/utilities";`,
    does: ["token", "renewal", "services"],
  },
  {
    key: "forge-bridge",
    label: "Atlassian Forge bridge",
    package: "@forge/bridge",
    code: `export { invoke, view, router, showFlag } from "@forge/bridge";`,
    does: ["renewal", "services"],
  },
  {
    key: "zendesk",
    label: "Zendesk app framework",
    package: "zendesk_app_framework_sdk",
    code: `export { default } from "zendesk_app_framework_sdk";`,
    does: ["services"],
  },
  {
    key: "contentful",
    label: "Contentful App SDK",
    package: "@contentful/app-sdk",
    code: `export { init } from "@contentful/app-sdk";`,
    does: ["services"],
  },
  {
    key: "datocms",
    label: "DatoCMS plugin SDK",
    package: "datocms-plugin-sdk",
    code: `export { connect } from "datocms-plugin-sdk";`,
    does: ["services"],
  },
  {
    key: "monday",
    label: "monday SDK",
    package: "monday-sdk-js",
    code: `export { default } from "monday-sdk-js";`,
    does: ["token", "services"],
  },
  {
    key: "teams",
    label: "Microsoft Teams JS",
    package: "@microsoft/teams-js",
    code: `export { app, authentication, dialog, pages } from "@microsoft/teams-js";`,
    does: ["origin", "token", "renewal", "services"],
  },
  {
    key: "saleor",
    label: "Saleor App SDK",
    package: "@saleor/app-sdk",
    code: `export { AppBridge } from "@saleor/app-sdk/app-bridge";`,
    does: ["token", "services"],
  },
  {
    key: "oidc-client-ts",
    label: "oidc-client-ts",
    package: "oidc-client-ts",
    code: `export { UserManager, InMemoryWebStorage, WebStorageStateStore } from "oidc-client-ts";`,
    does: ["token", "renewal"],
  },
  {
    key: "auth0",
    label: "Auth0 SPA SDK",
    package: "@auth0/auth0-spa-js",
    code: `export { createAuth0Client } from "@auth0/auth0-spa-js";`,
    does: ["token", "renewal"],
  },
];
