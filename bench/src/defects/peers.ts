import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Browser } from "@playwright/test";
import type { Observation } from "./observation.ts";
import { observeAuth0, observeOidcClient } from "./peers-in-page.ts";

export interface PeerDefect {
  readonly key: string;
  readonly peer: string;
  observe(browser: Browser): Promise<Observation>;
}

/** Runs a script of its own process: what a peer starts there (timers, sockets) ends with it. */
const inProcess = (script: string) => async (): Promise<Observation> => {
  const child = fork(fileURLToPath(new URL(`peers/${script}`, import.meta.url)), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended (exit code ${code}) and observed nothing.`);
  });
  const [observation] = await Promise.race([once(child, "message"), ended]);
  return observation as Observation;
};

export const PEER_DEFECTS: readonly PeerDefect[] = [
  { key: "R1", peer: "@auth0/auth0-spa-js", observe: observeAuth0 },
  { key: "R2", peer: "@supabase/auth-js", observe: inProcess("r2-supabase.ts") },
  { key: "R3", peer: "oidc-client-ts", observe: observeOidcClient },
  { key: "R4", peer: "@firebase/auth", observe: inProcess("r4-firebase.ts") },
  { key: "R5", peer: "axios-auth-refresh", observe: inProcess("r5-axios-auth-refresh.ts") },
  { key: "R6", peer: "@fastify/reply-from", observe: inProcess("r6-reply-from.ts") },
  { key: "R7", peer: "simple-oauth2", observe: inProcess("r7-simple-oauth2.ts") },
];
