/** A BFF that kills itself with SIGKILL around one step of its vault: CRASH_AT is e.g. `tokens.commit:before` or `…:after`. */
import { createBff, openVault, readConfig } from "../../src/index.ts";

const [, store = "", method = "", moment = ""] =
  /^(connections|tokens|webhooks)\.(\w+):(\w+)$/.exec(process.env["CRASH_AT"] ?? "") ?? [];
const config = readConfig(process.env);
const vault = await openVault(config);
const { connections, tokens, webhooks } = vault;
const methods: object = { connections, webhooks }[store] ?? tokens;
const step: ((...args: unknown[]) => Promise<unknown>) | undefined = Reflect.get(methods, method);
const crash = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => {});
};
if (step) {
  Object.assign(methods, {
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
