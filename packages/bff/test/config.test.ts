import { describe, expect, it } from "vitest";
import { readConfig } from "../src/index.ts";
import { testKey } from "./support/bff.ts";

const problemsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("the configuration", () => {
  it("has the defaults of the documentation", () => {
    expect(readConfig({ VAULT_KEYS: testKey("a") })).toMatchObject({
      host: "127.0.0.1",
      port: 4102,
      privageBaseUrl: "https://core.privageapp.com",
      addOnOrigins: [],
      hostOrigins: [],
      vault: { kind: "sqlite", path: "./data/vault.db" },
      haravan: {
        shopBaseUrl: "https://{shop}",
        apiBaseUrl: "https://apis.haravan.com",
        accountsBaseUrl: "https://accounts.haravan.com",
      },
      allowInsecureUpstreams: false,
    });
  });

  it("lists every problem at once, each with its fix, and never a value", () => {
    const text = problemsOf({
      PORT: "many",
      VAULT_KEYS: "canary:tooshort",
      PRIVAGE_BASE_URL: "http://canary.example",
      ADDON_ORIGINS: "https://a.example/canary",
      HOST_ORIGINS: "*",
      VAULT_URL: "mysql://canary",
      HARAVAN_SHOP_BASE_URL: "https://canary.example",
      PRIVAGE_JWT_KEY: "canary",
      LOG_LEVEL: "loud",
      ALLOW_INSECURE_UPSTREAMS: "yes",
    });
    for (const name of [
      "PORT",
      "VAULT_KEYS",
      "PRIVAGE_BASE_URL",
      "ADDON_ORIGINS",
      "HOST_ORIGINS",
      "VAULT_URL",
      "HARAVAN_SHOP_BASE_URL",
      "PRIVAGE_JWT_KEY",
      "LOG_LEVEL",
      "ALLOW_INSECURE_UPSTREAMS",
    ]) {
      expect(text).toMatch(new RegExp(`- ${name}: .{10,}`));
    }
    expect(text).not.toContain("canary");
  });

  it.each([
    ["credentials in a URL", { PRIVAGE_BASE_URL: "https://user:password@core.example" }],
    ["a query in a URL", { PRIVAGE_BASE_URL: "https://core.example?x=1" }],
    ["an empty query in a URL", { PRIVAGE_BASE_URL: "https://core.example?" }],
    ["an empty fragment in a URL", { HARAVAN_API_BASE_URL: "https://apis.example/v1#" }],
    ["an empty query in a shop's URL", { HARAVAN_SHOP_BASE_URL: "https://{shop}/?" }],
    ["a blank behind a URL", { PRIVAGE_BASE_URL: "https://core.example " }],
    ["the end of a Windows line behind a shop's URL", { HARAVAN_SHOP_BASE_URL: "https://{shop}\r" }],
    ["the end of a Windows line behind a vault's file", { VAULT_URL: "sqlite:./data/vault.db\r" }],
    ["a blank before a vault's file", { VAULT_URL: "sqlite: ./data/vault.db" }],
    ["the end of a Windows line behind a vault's URL", { VAULT_URL: "postgres://bff:x@db/vault\r" }],
    [
      "the end of a Windows line behind the verify token",
      { HARAVAN_WEBHOOK_VERIFY_TOKEN: "verify-me-please\r" },
    ],
    ["a blank behind an issuer", { PRIVAGE_JWT_KEY: "a".repeat(44), PRIVAGE_JWT_ISSUER: "privage " }],
    ["http: without the switch", { PRIVAGE_BASE_URL: "http://127.0.0.1:1" }],
    [
      "http: beyond loopback with the switch",
      { PRIVAGE_BASE_URL: "http://10.0.0.1", ALLOW_INSECURE_UPSTREAMS: "1" },
    ],
    ["an origin with a slash at its end", { ADDON_ORIGINS: "https://a.example/" }],
    ["a wildcard among the hosts", { HOST_ORIGINS: "https://*.privageapp.com" }],
    ["a wildcard among the add-ons", { ADDON_ORIGINS: "https://*.desk.example" }],
    ["an origin that would begin a policy of its own", { HOST_ORIGINS: "https://a.example;script-src" }],
    ["the same key id twice", { VAULT_KEYS: `${testKey("a")},${testKey("b", "a")}` }],
    [
      "both ways to check tokens",
      { PRIVAGE_JWKS_URL: "https://a.example/jwks", PRIVAGE_JWT_KEY: "a".repeat(44) },
    ],
    ["an issuer without a way to check it", { PRIVAGE_JWT_ISSUER: "https://core.example" }],
    ["a network that is none", { TRUSTED_PROXIES: "10.0.0.0/99" }],
    ["a part of an address", { TRUSTED_PROXIES: "127.0.0.1,10" }],
    ["a part of a network's address", { TRUSTED_PROXIES: "10/8" }],
    ["an address in octal", { TRUSTED_PROXIES: "010.0.0.1" }],
    ["trust in everybody", { TRUSTED_PROXIES: "0.0.0.0/0" }],
    ["a PostgreSQL URL that is none", { VAULT_URL: "postgres://:::" }],
    ["a PostgreSQL URL without a host or a database", { VAULT_URL: "postgres://" }],
  ])("refuses %s", (_what, env) => {
    expect(problemsOf({ VAULT_KEYS: testKey("a"), ...env })).toMatch(/1 problem/);
  });

  it("takes addresses and networks of both kinds", () => {
    const TRUSTED_PROXIES = "127.0.0.1, 10.0.0.0/8,::1,2001:db8::/32,::ffff:10.0.0.1";
    expect(readConfig({ VAULT_KEYS: testKey("a"), TRUSTED_PROXIES }).trustedProxies).toHaveLength(5);
  });

  it.each(["postgres:///vault?host=/run/postgresql", "postgres://bff:not#escaped@db/vault"])(
    "takes %s as it is: what is wrong with it, if anything, is said when it is opened",
    (url) => {
      expect(readConfig({ VAULT_KEYS: testKey("a"), VAULT_URL: url }).vault).toMatchObject({ url });
    },
  );

  it("takes the address of the published keys as it is, also with a slash at its end", () => {
    const PRIVAGE_JWKS_URL = "https://a.example/jwks/";
    const { callers } = readConfig({ VAULT_KEYS: testKey("a"), PRIVAGE_JWKS_URL });
    expect(callers).toMatchObject({ by: "jwks", url: PRIVAGE_JWKS_URL });
  });

  it("requires keys for the vault, and says how to make one", () => {
    expect(problemsOf({})).toContain("openssl rand -base64 32");
  });
});
