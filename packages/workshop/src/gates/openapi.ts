import { run } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** The OpenAPI documents pass Redocly's recommended rules. */
export const openapi: Gate = {
  name: "OpenAPI documents",
  check: async () =>
    findingsOf(
      await run("redocly", ["lint", "--extends=recommended", "packages/contracts/openapi/*.yaml"], {
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      }),
    ),
};
