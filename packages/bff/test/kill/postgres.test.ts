import { afterAll, beforeAll } from "vitest";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { defineKillTests } from "./steps.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

defineKillTests("PostgreSQL", async () => ({ url: await postgres.createDatabase(), remove: () => {} }));
