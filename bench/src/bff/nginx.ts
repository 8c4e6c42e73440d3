import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { KNOWS_PROCESSES, processUsage } from "../harness/process-usage.ts";
import { freePort } from "../network/free-port.ts";
import type { RunningContender } from "./contenders.ts";
import type { ProxyConfig } from "./upstream-config.ts";

const configuration = (
  port: number,
  { upstreamPort, authorization }: ProxyConfig,
  workers: number,
): string => `
worker_processes ${workers};
daemon off;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  upstream platform { server 127.0.0.1:${upstreamPort}; keepalive 128; }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location / {
      proxy_pass http://platform;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Authorization "${authorization}";
    }
  }
}
`;

/** Starts nginx with the fixed header; resolves with undefined where nginx or Linux's /proc is missing. */
export const startNginx = async (
  config: ProxyConfig,
  workers: number,
): Promise<Pick<RunningContender, "ports" | "usage" | "stop"> | undefined> => {
  if (!KNOWS_PROCESSES || spawnSync("nginx", ["-v"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "privage-nginx-"));
  const port = await freePort();
  writeFileSync(join(folder, "nginx.conf"), configuration(port, config, workers));
  const master = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const pid = master.pid ?? 0;
  const workerPids = (): readonly number[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  do {
    await delay(20);
    if (master.exitCode !== null) throw new Error(`nginx ended at once (exit code ${master.exitCode}).`);
  } while (workerPids().length < workers);
  return {
    ports: [port],
    usage: async () => processUsage(workerPids()),
    stop: async () => {
      const ended = once(master, "exit");
      master.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
