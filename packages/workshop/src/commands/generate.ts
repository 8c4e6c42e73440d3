/** `npm run generate`: everything that is made from the OpenAPI documents. */

import { inRoot, NODE_ARGS } from "../lib/repository.ts";
import { runVisibly } from "../lib/run.ts";

process.exit(
  await runVisibly(process.execPath, [...NODE_ARGS, inRoot("packages/contracts/scripts/generate.ts")]),
);
