/** Wiring only: the server as an app of this repository. All there is to know is in packages/bff. */
import { runCli } from "@privage-addons/bff/cli";

process.exitCode = await runCli(["serve"]);
