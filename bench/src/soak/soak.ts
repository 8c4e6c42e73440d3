/** The BFF as an operator runs it, over a full vault, at half of its load, for as long as one wants to watch. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVault, readConfig } from "@privage-addons/bff";
import { API_BASE, CALLER_TOKEN_OF, PATHS, type UpstreamCounts } from "../bff/upstream-config.ts";
import type { Bench, BenchOptions } from "../harness/bench.ts";
import { startServer } from "../harness/child.ts";
import { installBff, startInstalledBff } from "../harness/installed-bff.ts";
import { runLoadApart } from "../network/load-apart.ts";
import { businessOf, fillVault, forEach, relaxed } from "../vault/fill.ts";
import { type Slice, soakTable, targetsOf } from "./tables.ts";

const EFFORT = {
  smoke: { shops: 100, inUse: 20, seconds: 2, slices: 2 },
  quick: { shops: 5_000, inUse: 200, seconds: 20, slices: 4 },
  full: { shops: 100_000, inUse: 2_000, seconds: 600, slices: 10 },
} as const;

const CONNECTIONS = 64;
/** Of each slice; the rest is load without a proxy between, from which added latency counts. */
const SHARE_OF_OURS = 0.8;
/** To find out what can be carried at most, before the soak. */
const CLOSED_MS = { smoke: 300, quick: 2_000, full: 5_000 } as const;
/** Of each load: its generator is new, connections are opened, and the system spreads the processes over the cores. */
const LEAD_IN_MS = { smoke: 0, quick: 300, full: 3_000 } as const;

const callerOf = (index: number) => ({ Authorization: `Bearer ${CALLER_TOKEN_OF}${businessOf(index)}` });

const run = async ({ effort, minutes, say }: BenchOptions) => {
  const { shops, inUse, slices, seconds } = EFFORT[effort];
  const sliceMs = ((minutes === undefined ? seconds : minutes * 60) * 1000) / slices;
  const folder = mkdtempSync(join(tmpdir(), "privage-bench-soak-"));
  const upstream = await startServer("bff/servers/upstream.ts");
  const installed = installBff(effort);
  try {
    const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
    const env = {
      VAULT_URL: `sqlite:${join(folder, "vault.db")}`,
      VAULT_KEYS: `bench:${randomBytes(32).toString("base64")}`,
      PRIVAGE_BASE_URL: upstreamUrl,
      ALLOW_INSECURE_UPSTREAMS: "1",
      CALLS_PER_MINUTE: "1000000",
    };
    say(`${shops} shops into the vault`);
    const vault = await openVault(readConfig(env));
    await relaxed(vault, "sqlite", () => fillVault(vault, 0, shops, upstreamUrl + API_BASE));
    await vault.close();

    const bff = await startInstalledBff(installed, env);
    const memoryAtStart = bff.memory();
    say(`a first call of each of ${inUse} shops`);
    const spread = Math.floor(shops / inUse);
    const callers = Array.from({ length: inUse }, (_, index) => callerOf(index * spread));
    await forEach(0, inUse, async (index) => {
      const answer = await fetch(`http://127.0.0.1:${bff.port}/partner${PATHS.small}`, {
        headers: callers[index] ?? {},
      });
      if (!answer.ok) throw new Error(`A first call was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    });
    const ours = { ports: [bff.port], path: `/partner${PATHS.small}`, headers: callers };
    const direct = { ports: [upstream.port], path: API_BASE + PATHS.small, headers: callers };
    const closed = await runLoadApart({ ...ours, connections: CONNECTIONS, durationMs: CLOSED_MS[effort] });
    const rate = closed.answers / closed.seconds / 2;
    await upstream.ask("counts"); // From here on no token is asked for.

    const held: Slice[] = [];
    for (let slice = 0; slice < slices; slice++) {
      const load = { connections: CONNECTIONS, rate, leadInMs: LEAD_IN_MS[effort] };
      const through = await runLoadApart({ ...ours, ...load, durationMs: sliceMs * SHARE_OF_OURS });
      const without = await runLoadApart({ ...direct, ...load, durationMs: sliceMs * (1 - SHARE_OF_OURS) });
      held.push({ through, without, memory: bff.memory() });
      say(`${slice + 1} of ${slices}: ${Math.round(bff.memory() ?? 0)} MB`);
    }
    const { tokenRequests } = (await upstream.ask("counts")) as UpstreamCounts; // Our own script answers it.
    const peakMemory = bff.peakMemory();
    await bff.stop();
    return {
      tables: [soakTable({ rate, sliceMs, shareOfOurs: SHARE_OF_OURS, memoryAtStart, peakMemory, held })],
      targets: targetsOf({ startMs: bff.startMs, tokenRequests, peakMemory, held }),
    };
  } finally {
    installed.remove();
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What a BFF is like after a while. */
export const soak: Bench = {
  name: "soak",
  title: "The BFF over a full vault, at half of its load",
  about:
    "`privage-bff serve` from the installed package, over SQLite with 100,000 shops of which 2,000 are in use, everything on, its log to the " +
    "null device. Half of the load that it can carry on this machine together with its generator and the upstream, open loop, over 64 " +
    "connections, from a fresh process for each load; after each slice the same load without a proxy, from which added latency counts. Memory is read at the end of a slice; " +
    "at most, it is the kernel's high-water mark since the process began. `--minutes N` holds it for longer.",
  run,
};
