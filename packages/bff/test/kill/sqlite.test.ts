import { join } from "node:path";
import { temporaryFolder } from "../support/bff.ts";
import { defineKillTests } from "./steps.ts";

defineKillTests("SQLite", () => {
  const folder = temporaryFolder();
  return Promise.resolve({ url: `sqlite:${join(folder.path, "vault.db")}`, remove: folder.remove });
});
