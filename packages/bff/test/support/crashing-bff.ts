/** A BFF that kills itself with SIGKILL around one step of its vault: CRASH_AT is `method:before` or `method:after`. */
import { createBff, openVault, readConfig } from "../../src/index.ts";
import type { TokenStore } from "../../src/vault/tokens.ts";

const [method = "", moment = ""] = (process.env["CRASH_AT"] ?? "").split(":");
const config = readConfig(process.env);
const vault = await openVault(config);
const step = vault.tokens[method as keyof TokenStore] as
  | ((...args: unknown[]) => Promise<unknown>)
  | undefined;
const crash = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => {});
};
if (step) {
  Object.assign(vault.tokens, {
    [method]: async (...args: unknown[]) => {
      if (moment === "before") return crash();
      await step(...args);
      return crash();
    },
  });
}
await createBff(config, { vault })
  .listen({ host: config.host, port: config.port })
  .then((address) => {
    process.stdout.write(`${JSON.stringify({ event: "listening", address })}\n`);
  });
