/**
 * A BFF to attack: small limits, one shop of each provider, and a way to send it any bytes. After every test its vault has to be
 * as it was: no attack changes a connection, gives a shop another token, or leaves an event.
 */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { sql } from "kysely";
import { afterEach, beforeEach, expect } from "vitest";
import type { SeenRequest } from "./fake-platform.ts";
import { haravanConnection } from "./platforms.ts";
import { AUTHORIZED, type Rig, rigPerTest } from "./rig.ts";

export interface AttackRig extends Rig {
  /** Bytes as they are, past every client that would tidy them up; resolves to all that was answered. */
  readonly raw: (bytes: string) => Promise<string>;
  readonly rawGet: (path: string, headers?: string) => Promise<string>;
  /** What reached a platform besides the question whose token it is. */
  readonly forwarded: () => SeenRequest[];
  /** This test also does what is allowed, and that changes the vault. */
  readonly mayChange: () => void;
}

/** To be called once, at the top of a test file. */
export const attackRigPerTest = (): AttackRig => {
  const rig = rigPerTest({
    MAX_BODY_BYTES: "200000",
    REQUEST_TIMEOUT_MS: "1000",
    HARAVAN_WEBHOOK_VERIFY_TOKEN: "verify-me-please",
  });
  let before: string | undefined;
  /** Everything kept but the Partner's token, which any good call may renew. */
  const dump = async (): Promise<string> => {
    const { db } = rig.bff.vault.database;
    const tables = await Promise.all(
      [
        sql`select * from connection order by id`,
        sql`select * from token where id like 'haravan:%' order by id`,
        sql`select * from orphan order by id`,
        sql`select * from webhook order by business, seq`,
      ].map((query) => query.execute(db)),
    );
    return JSON.stringify(tables.map(({ rows }) => rows));
  };
  beforeEach(async () => {
    await rig.bff.vault.connections.put(haravanConnection());
    await rig.bff.vault.connections.setExternalId("haravan:CAFE01", "200000244883");
    before = await dump();
  });
  afterEach(async () => {
    if (before !== undefined) expect(await dump()).toBe(before);
  });

  const raw = async (bytes: string): Promise<string> => {
    const { hostname, port } = new URL(rig.bff.url);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    return text(socket);
  };
  return Object.assign(rig, {
    raw,
    rawGet: (path: string, headers = `authorization: ${AUTHORIZED.authorization}\r\n`) =>
      raw(`GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}connection: close\r\n\r\n`),
    mayChange: () => {
      before = undefined;
    },
    forwarded: () => rig.platforms.seen.filter(({ path }) => path !== "/v2/connect/add-on/status"),
  });
};
