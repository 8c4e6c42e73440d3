/** What the Dockerfile, the compose file and the proxy promise; no engine is needed to hold them to it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/index.ts";
import { testKey } from "../support/bff.ts";
import {
  APP,
  environmentOf,
  listOf,
  REPOSITORY,
  readImage,
  readStages,
  textsOf,
} from "../support/dockerfile.ts";

const readText = (path: string): string => readFileSync(`${REPOSITORY}${path}`, "utf8");
/** Every variable that the configuration knows. */
const KNOWN = [
  ...readText("packages/bff/src/config/read-config.ts").matchAll(/^ {4}([A-Z][A-Z0-9_]+):/gm),
].map(([, name = ""]) => name);

describe("the Dockerfile", () => {
  const stages = readStages();
  const image = readImage();

  it("builds in other stages than it runs in, on the Node that the repository is tested with", () => {
    const { devDependencies } = JSON.parse(readText("package.json")) as { devDependencies: { node: string } };
    const [major] = devDependencies.node.split(".");
    const names = new Set(stages.map(({ name }) => name));
    const outside = stages.map(({ from }) => from).filter((from) => !names.has(from));
    expect([stages.length > 1, new Set(outside)]).toEqual([true, new Set([`node:${major}-slim`])]);
  });

  it("installs what the lock file says and runs nobody's install script; the image gets the bundle and nothing else", () => {
    const installs = stages
      .flatMap((stage) => textsOf(stage, "RUN"))
      .filter((text) => /\bnpm (ci|i|install)\b/.test(text));
    expect(installs).not.toEqual([]);
    for (const text of installs) expect(text).toMatch(/^npm ci .*--ignore-scripts/);
    expect(textsOf(image, "RUN").join()).not.toMatch(/npm/);
    expect(textsOf(image, "COPY")).toEqual([
      "--from=build /app/packages/bff/bin bin",
      "--from=build /app/packages/bff/dist/command dist/command",
    ]);
  });

  it("runs without root, says how it is, and ends on SIGTERM; its folder belongs to root", () => {
    const order = image.instructions.map(({ keyword }) => keyword);
    expect(textsOf(image, "USER")).toEqual(["node"]);
    expect(order.indexOf("USER")).toBeLessThan(order.indexOf("ENTRYPOINT"));
    expect(order.lastIndexOf("RUN")).toBeLessThan(order.indexOf("USER"));
    expect(textsOf(image, "RUN").join()).not.toMatch(/chown (?!node:node \/data$)|chmod/);
    expect([textsOf(image, "STOPSIGNAL"), textsOf(image, "VOLUME")]).toEqual([["SIGTERM"], ["/data"]]);
    expect(listOf(image, "HEALTHCHECK").join(" ")).toContain("/readyz");
    expect([listOf(image, "ENTRYPOINT")[0], listOf(image, "CMD")]).toEqual(["node", ["serve"]]);
  });

  it("sets only variables that exist, and no secret", () => {
    const { NODE_ENV, ...env } = environmentOf(image);
    expect(NODE_ENV).toBe("production");
    expect(Object.keys(env).filter((name) => !KNOWN.includes(name))).toEqual([]);
    const config = readConfig({ ...env, VAULT_KEYS: testKey("a") });
    expect([config.host, config.vault]).toEqual(["0.0.0.0", { kind: "sqlite", path: "/data/vault.db" }]);
    expect(readFileSync(`${APP}Dockerfile`, "utf8")).not.toMatch(/SECRET|PASSWORD|VAULT_KEYS/);
  });

  it("leaves out of the build what does not belong there", () => {
    const ignored = readFileSync(`${APP}Dockerfile.dockerignore`, "utf8").trim().split("\n");
    expect(ignored).toEqual(expect.arrayContaining(["**/node_modules", "**/dist", ".git", "data"]));
  });
});

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly depends_on?: unknown;
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

describe("the compose file", () => {
  const compose = parse(readFileSync(`${APP}compose.yaml`, "utf8"), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  const { services } = compose;
  const instances = Object.entries(services).filter(([, { build }]) => build !== undefined);

  /** `${NAME}`, `${NAME:-default}` and `${NAME:?why}`, as compose fills them in. */
  const fill = (text: string, given: Record<string, string>): string =>
    text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, kind?: string, rest = "") => {
      const value = given[name];
      if (value === undefined && kind === "?") throw new Error(`${name}: ${rest}`);
      return value ?? (kind === "-" ? rest : "");
    });

  it("has two instances of one image over one PostgreSQL, behind a proxy that alone is reachable", () => {
    expect(instances).toHaveLength(2);
    expect(new Set(instances.map(([, service]) => JSON.stringify(service))).size).toBe(1);
    expect(instances[0]?.[1].build).toEqual({ context: "../..", dockerfile: "apps/bff/Dockerfile" });
    expect(Object.entries(services).filter(([, { ports }]) => ports)).toMatchObject([
      ["proxy", { ports: [expect.stringMatching(/^127\.0\.0\.1:/)] }],
    ]);
    const proxy = readFileSync(`${APP}nginx.conf`, "utf8");
    const upstreams = [...proxy.matchAll(/^\s+server ([\w-]+):(\d+)/gm)].map(
      ([, name, port]) => `${name}:${port}`,
    );
    const { PORT } = environmentOf(readImage());
    expect(upstreams).toEqual(instances.map(([name]) => `${name}:${PORT}`));
  });

  it("gives the instances a read-only file system, no capability, no new privilege, and time to drain", () => {
    for (const [, service] of instances) {
      expect(service).toMatchObject({
        read_only: true,
        tmpfs: ["/tmp", ...textsOf(readImage(), "VOLUME")],
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        depends_on: { postgres: { condition: "service_healthy" } },
      });
      const { limits } = readConfig({ VAULT_KEYS: testKey("a") });
      expect(Number.parseInt(service.stop_grace_period ?? "", 10) * 1000).toBeGreaterThan(limits.drainMs);
    }
  });

  it("sets only variables that exist, and refuses to start without keys and a password", () => {
    const [, { environment = {} }] = instances[0] ?? ["", {}];
    expect(Object.keys(environment).filter((name) => !KNOWN.includes(name))).toEqual([]);
    const given = { VAULT_KEYS: testKey("a"), POSTGRES_PASSWORD: "test-only" };
    const filled = Object.fromEntries(
      Object.entries(environment).map(([name, text]) => [name, fill(text, given)]),
    );
    const { vault, trustedProxies } = readConfig(filled);
    expect([vault.kind, trustedProxies]).toEqual(["postgres", ["172.16.0.0/12", "192.168.0.0/16"]]);
    for (const missing of Object.keys(given)) {
      const rest = Object.fromEntries(Object.entries(given).filter(([name]) => name !== missing));
      expect(() => Object.values(environment).map((text) => fill(text, rest))).toThrow(missing);
    }
    expect(services["postgres"]?.environment?.["POSTGRES_PASSWORD"]).toContain("${POSTGRES_PASSWORD:?");
  });

  it("takes every other variable from the file that holds the keys, but listens where the proxy looks for it", () => {
    const { HOST, PORT } = environmentOf(readImage());
    for (const [, { env_file, environment }] of instances) {
      expect(env_file).toEqual([{ path: ".env", required: false }]);
      expect(environment).toMatchObject({ HOST, PORT });
    }
  });

  it("waits for a database that answers over the network, which it does not yet while it is being set up", () => {
    expect(services["postgres"]?.healthcheck?.test.join(" ")).toMatch(/pg_isready -h 127\.0\.0\.1 /);
  });

  describe("the proxy", () => {
    const proxy = readFileSync(`${APP}nginx.conf`, "utf8");
    const location = (name: string): string =>
      new RegExp(`^ {4}location ${name} \\{\\n(.*?)^ {4}\\}`, "ms").exec(proxy)?.[1] ?? "";
    const seconds = (directive: string): number =>
      Number(new RegExp(`^ *${directive} (\\d+)s;`, "m").exec(proxy)?.[1]);

    it("streams, is believed about addresses, and hides the metrics", () => {
      for (const line of [
        "client_max_body_size 0;",
        "proxy_buffering off;",
        "proxy_request_buffering off;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "real_ip_header X-Forwarded-For;",
        "location = /metrics { return 404; }",
      ]) {
        expect(proxy).toContain(line);
      }
      const gateways = [...proxy.matchAll(/set_real_ip_from (\S+);/g)].map(([, network]) => network);
      expect(gateways.join()).toBe(instances[0]?.[1].environment?.["TRUSTED_PROXIES"]);
      const { limits } = readConfig({ VAULT_KEYS: testKey("a") });
      expect(seconds("proxy_read_timeout") * 1000).toBeGreaterThan(limits.requestTimeoutMs);
    });

    it("sends a call to the other instance only if it cannot have happened", () => {
      // What nginx would repeat after it was sent: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream
      expect(location("/")).toContain("if ($request_method ~ ^(PUT|DELETE)$) { return 418; }");
      expect(location("/")).toContain("error_page 418 = @once;");
      expect(location("@once")).toContain("proxy_next_upstream off;");
      expect(proxy).not.toContain("non_idempotent");
      // An answer that was waited for in vain is no reason to ask again.
      expect(seconds("proxy_next_upstream_timeout")).toBeLessThan(seconds("proxy_read_timeout"));
    });

    it("finds an instance that is stopped, or made anew with another address", () => {
      expect(proxy).toContain("resolver 127.0.0.11 valid=1s");
      const servers = [...proxy.matchAll(/^\s+server bff-.*$/gm)].map(([line]) => line);
      expect(servers.filter((line) => / resolve .*max_fails=1 /.test(line))).toHaveLength(instances.length);
      expect(proxy).toMatch(/^\s+zone bff /m);
      expect(seconds("proxy_connect_timeout")).toBeLessThanOrEqual(1);
    });

    it("writes nothing of a caller's to its logs", () => {
      const [, format = ""] = /log_format failure '(.*)';/.exec(proxy) ?? [];
      expect(format).toContain("$upstream_status");
      expect(format).not.toMatch(
        /\$(request|request_uri|uri|args|query_string|remote_user|(arg|cookie|http)_\w+)\b/,
      );
      expect([...proxy.matchAll(/^\s*(?:access|error)_log (.*);/gm)].map(([, how]) => how)).toEqual([
        "/dev/stderr crit",
        "/dev/stdout failure if=$is_failure",
      ]);
    });
  });
});

describe("the operator's guide", () => {
  it("names every variable that the configuration knows, and no other", () => {
    const guide = readText("docs/bff/operating.md");
    const table = guide.slice(guide.indexOf("| variable |"), guide.indexOf("Platforms are only called"));
    const names = [...table.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name),
    );
    const shortened = ["ALGORITHM", "ENCODING", "PREFIX"].map((end) => `PARTNER_WEBHOOK_${end}`); // `…_ALGORITHM` and so on
    expect([...names, ...shortened].toSorted()).toEqual(KNOWN.toSorted());
  });
});
