/** What a host answers to: the methods of the bridge protocol, each admitted, and none before the greeting. */
import type { ErrorCode } from "@privage-addons/contracts";
import type { MethodTable } from "@privage-addons/contracts/bridge";
import { parseExchangeTokenReason } from "@privage-addons/contracts/bridge/greeting";
import { AddOnError } from "@privage-addons/contracts/errors";
import type { TokenSupply } from "../tokens/token-supply.ts";
import type { Reporter } from "../trace/reporter.ts";
import type { ServeOptions } from "./serve.ts";

export interface HostMethodOptions extends Omit<ServeOptions, "refuse"> {
  readonly tokens: TokenSupply;
  readonly reporter: Reporter;
  /** Whether the current page answered hello well. */
  readonly isGreeted: () => Promise<boolean>;
  /** Throws RATE_LIMITED. */
  readonly admit: (weight?: number) => void;
}

export const createHostMethods = (options: HostMethodOptions): MethodTable => {
  const { tokens, reporter, isGreeted, admit } = options;
  const refuse = (code: ErrorCode, message: string) => new AddOnError(code, message);
  const serving = import("./serve.ts").then(({ createServing }) => createServing({ ...options, refuse }));
  // Whoever calls hears of a failed download.
  serving.catch(() => {});

  const requireGreeting = async () => {
    if (!(await isGreeted())) throw refuse("PROTOCOL_MISMATCH", "Greet the host first.");
  };
  const later = (name: "service" | "report" | "resize", weight?: number) => async (request: unknown) => {
    admit(weight);
    await requireGreeting();
    return (await serving)[name]?.(request);
  };

  return {
    getExchangeToken: async (request) => {
      admit();
      await requireGreeting();
      const since = Date.now();
      const reason = parseExchangeTokenReason(request);
      const exchangeToken = await tokens.take(reason);
      reporter.step("token-handed-out", since, "ok", reason);
      return { exchangeToken };
    },
    // A person has to see what a service does, so it weighs more than a note.
    service: later("service", 10),
    report: later("report"),
    resize: later("resize"),
    ping: () => admit(),
  };
};
