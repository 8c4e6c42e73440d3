/** The process of one load; see `load-apart.ts`. */
import { inspect } from "node:util";
import { answerParent, readConfig } from "../harness/serve.ts";
import { type LoadOptions, runLoad } from "./load.ts";

answerParent(0, {
  run: () => runLoad(readConfig<LoadOptions>()).catch((error: unknown) => inspect(error)),
});
