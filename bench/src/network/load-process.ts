/** The process of one load; see `load-apart.ts`. */
import { inspect } from "node:util";
import { answerParent } from "../harness/serve.ts";
import { type LoadOptions, runLoad } from "./load.ts";

answerParent(0, {
  run: (options) => runLoad(options as LoadOptions).catch((error: unknown) => inspect(error)), // load-apart.ts sends no other.
});
