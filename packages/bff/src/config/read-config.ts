/**
 * Configuration comes from environment variables only, is checked as a whole, and fails at the start: every problem is
 * listed at once, each with what to do. A message names the variable and never its value, which may be a secret.
 */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { BffConfig, CallerVerification, VaultLocation } from "./config.ts";
import { listProblems } from "./problems.ts";
import {
  addressList,
  baseUrl,
  contractOverrides,
  flag,
  origins,
  shopBaseUrl,
  vaultKeys,
  vaultLocation,
  wholeNumber,
  wholeUrl,
} from "./values.ts";

const schemaFor = (allowInsecure: boolean) =>
  z.object({
    HOST: z.string().min(1, "give an address to listen on, e.g. 0.0.0.0").default("127.0.0.1"),
    PORT: wholeNumber(0, 65_535, 4102),
    PRIVAGE_BASE_URL: baseUrl(allowInsecure).default("https://core.privageapp.com"),
    ADDON_ORIGINS: origins,
    HOST_ORIGINS: origins,
    VAULT_URL: vaultLocation,
    VAULT_KEYS: vaultKeys,
    VAULT_POOL_SIZE: wholeNumber(1, 200, 10),
    HARAVAN_SHOP_BASE_URL: shopBaseUrl(allowInsecure).default("https://{shop}"),
    HARAVAN_API_BASE_URL: baseUrl(allowInsecure).default("https://apis.haravan.com"),
    HARAVAN_ACCOUNTS_BASE_URL: baseUrl(allowInsecure).default("https://accounts.haravan.com"),
    HARAVAN_WEBHOOK_VERIFY_TOKEN: z
      .string()
      .regex(/^\S.{6,}\S$/, "use at least 8 characters, and no blank before or behind them")
      .optional(),
    PARTNER_WEBHOOK_HEADER: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, "give the name of the header that carries the signature")
      .default("x-meed-signature")
      .transform((name) => name.toLowerCase()),
    PARTNER_WEBHOOK_ALGORITHM: z
      .enum(["sha256", "sha512"], { error: "give sha256 or sha512" })
      .default("sha256"),
    PARTNER_WEBHOOK_ENCODING: z.enum(["hex", "base64"], { error: "give hex or base64" }).default("hex"),
    PARTNER_WEBHOOK_PREFIX: z.string().trim().default(""), // Blanks behind it are dropped with those before the signature.
    TRUSTED_PROXIES: addressList,
    ALLOW_INSECURE_UPSTREAMS: flag,
    CONTRACT_OVERRIDES: contractOverrides.optional(),
    STATIC_DIR: z.string().min(1, "give a folder, or leave it unset").optional(),
    PRIVAGE_JWKS_URL: wholeUrl(allowInsecure).optional(),
    PRIVAGE_JWT_KEY: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43,}={0,2}$/, "give at least 32 bytes in base64")
      .optional(),
    PRIVAGE_JWT_ISSUER: z
      .string()
      .regex(/^\S+$/, "give the expected `iss`, without blanks, or leave it unset")
      .optional(),
    APPCONNECT_ID: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, "give the number that Privage knows the add-on by, e.g. 42")
      .transform(Number)
      .optional(),
    CALLS_PER_MINUTE: wholeNumber(1, 1_000_000, 1200),
    MAX_BODY_BYTES: wholeNumber(1024, 1_073_741_824, 33_554_432),
    UPSTREAM_TIMEOUT_MS: wholeNumber(100, 300_000, 30_000),
    REQUEST_TIMEOUT_MS: wholeNumber(100, 600_000, 60_000),
    DRAIN_MS: wholeNumber(0, 300_000, 25_000),
    MAX_EVENT_LOOP_DELAY_MS: wholeNumber(10, 60_000, 3_000),
    CONNECTIONS_PER_UPSTREAM: wholeNumber(1, 1024, 128),
    WEBHOOK_RETENTION_DAYS: wholeNumber(1, 3650, 30),
    LOG_LEVEL: z
      .enum(["trace", "debug", "info", "warn", "error", "silent"], {
        error: "give trace, debug, info, warn, error or silent",
      })
      .default("info"),
  });

type Environment = Readonly<Record<string, string | undefined>>;
type Values = z.infer<ReturnType<typeof schemaFor>>;

const locateVault = (values: Values): VaultLocation =>
  values.VAULT_URL.startsWith("sqlite:")
    ? { kind: "sqlite", path: values.VAULT_URL.slice("sqlite:".length) }
    : { kind: "postgres", url: values.VAULT_URL, poolSize: values.VAULT_POOL_SIZE };

const callerVerification = (values: Values): CallerVerification => {
  const { PRIVAGE_JWKS_URL: url, PRIVAGE_JWT_KEY: key, PRIVAGE_JWT_ISSUER: issuer } = values;
  if (url) return { by: "jwks", url, issuer };
  if (key) return { by: "shared-key", key: Buffer.from(key, "base64"), issuer };
  return { by: "introspection" };
};

/**
 * Reads and checks the configuration. An empty variable counts as unset.
 *
 * @throws {AddOnError} INVALID_ARGUMENT that lists every problem, one per line, each with its fix.
 *
 * @example
 * ```ts
 * import { createBff, readConfig } from "@privage-addons/bff";
 *
 * const config = readConfig(process.env);
 * await createBff(config).listen({ host: config.host, port: config.port });
 * ```
 */
export const readConfig = (env: Environment): BffConfig => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const result = schemaFor(set["ALLOW_INSECURE_UPSTREAMS"] === "1").safeParse(set);
  const issues = result.error?.issues ?? [];
  const problems = issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (set["PRIVAGE_JWKS_URL"] && set["PRIVAGE_JWT_KEY"]) {
    problems.push("PRIVAGE_JWT_KEY: set either it or PRIVAGE_JWKS_URL, not both");
  }
  if (set["PRIVAGE_JWT_ISSUER"] && !set["PRIVAGE_JWKS_URL"] && !set["PRIVAGE_JWT_KEY"]) {
    problems.push(
      "PRIVAGE_JWT_ISSUER: checks nothing by itself; set PRIVAGE_JWKS_URL or PRIVAGE_JWT_KEY too, or leave it unset",
    );
  }
  if (!result.success || problems.length > 0) {
    throw new AddOnError("INVALID_ARGUMENT", listProblems(problems));
  }
  const values = result.data;
  return {
    host: values.HOST,
    port: values.PORT,
    privageBaseUrl: values.PRIVAGE_BASE_URL,
    haravan: {
      shopBaseUrl: values.HARAVAN_SHOP_BASE_URL,
      apiBaseUrl: values.HARAVAN_API_BASE_URL,
      accountsBaseUrl: values.HARAVAN_ACCOUNTS_BASE_URL,
      webhookVerifyToken: values.HARAVAN_WEBHOOK_VERIFY_TOKEN,
    },
    partnerWebhook: {
      header: values.PARTNER_WEBHOOK_HEADER,
      algorithm: values.PARTNER_WEBHOOK_ALGORITHM,
      encoding: values.PARTNER_WEBHOOK_ENCODING,
      prefix: values.PARTNER_WEBHOOK_PREFIX,
    },
    addOnOrigins: values.ADDON_ORIGINS,
    hostOrigins: values.HOST_ORIGINS,
    vault: locateVault(values),
    vaultKeys: values.VAULT_KEYS,
    trustedProxies: values.TRUSTED_PROXIES,
    allowInsecureUpstreams: values.ALLOW_INSECURE_UPSTREAMS,
    staticDir: values.STATIC_DIR,
    ...(values.CONTRACT_OVERRIDES && { contractOverrides: values.CONTRACT_OVERRIDES }),
    callers: callerVerification(values),
    appconnectId: values.APPCONNECT_ID,
    limits: {
      callsPerMinute: values.CALLS_PER_MINUTE,
      maxBodyBytes: values.MAX_BODY_BYTES,
      upstreamTimeoutMs: values.UPSTREAM_TIMEOUT_MS,
      requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
      drainMs: values.DRAIN_MS,
      maxEventLoopDelayMs: values.MAX_EVENT_LOOP_DELAY_MS,
      connectionsPerUpstream: values.CONNECTIONS_PER_UPSTREAM,
      webhookRetentionDays: values.WEBHOOK_RETENTION_DAYS,
    },
    logLevel: values.LOG_LEVEL,
  };
};
