import type { BrowserContext, Page, Request } from "@playwright/test";

type Kind = "user_jwt" | "exchange_token" | "access_token" | "refresh_token";
const KINDS: readonly Kind[] = ["user_jwt", "exchange_token", "access_token", "refresh_token"];

interface Token {
  readonly kind: Kind;
  readonly value: string;
}

interface Place {
  /** Where it was seen, e.g. `POST http://… header authorization`. */
  readonly where: string;
  readonly text: string;
}

export interface Leak {
  readonly kind: Kind;
  readonly where: string;
}

/** The requests that need a token, and the part of them that may hold it. */
const NEEDED: readonly { readonly kind: Kind; readonly where: RegExp }[] = [
  { kind: "user_jwt", where: /^POST \S+\/v1\/auth-connect\/exchange-token header authorization$/ },
  { kind: "exchange_token", where: /^POST \S+\/v1\/auth-connect\/access-token body$/ },
  { kind: "refresh_token", where: /^POST \S+\/v1\/auth-connect\/renew-token body$/ },
  {
    kind: "access_token",
    where: /^[A-Z]+ \S+\/(privage|partner|haravan|connections|webhooks)\b\S* header authorization$/,
  },
];

/** Watches every place in which a token could turn up, from the first page of a browser context on. */
export const watchTokens = async (context: BrowserContext) => {
  const tokens = new Map<string, Token>();
  const places: Place[] = [];
  const pending: Promise<unknown>[] = [];

  const readRequest = async (request: Request) => {
    const name = `${request.method()} ${request.url()}`;
    places.push({ where: "URL", text: request.url() });
    for (const [header, text] of Object.entries(await request.allHeaders())) {
      places.push({ where: `${name} header ${header}`, text });
    }
    places.push({ where: `${name} body`, text: request.postData() ?? "" });
  };
  const readTokens = async (request: Request) => {
    const response = await request.response();
    if (!response?.headers()["content-type"]?.includes("json")) return;
    const body: unknown = await response.json().catch(() => undefined);
    if (typeof body !== "object" || body === null) return;
    for (const kind of KINDS) {
      const value = (body as Record<string, unknown>)[kind];
      if (typeof value === "string") tokens.set(value, { kind, value });
    }
  };
  context.on("request", (request) => pending.push(readRequest(request).catch(() => undefined)));
  context.on("requestfinished", (request) => pending.push(readTokens(request).catch(() => undefined)));
  context.on("console", (message) => places.push({ where: "console", text: message.text() }));
  await context.exposeBinding("reportWindowMessage", (_source, text: string) => {
    places.push({ where: "window-level message", text });
  });
  await context.addInitScript(() => {
    addEventListener("message", ({ data }) => {
      const report = (globalThis as { reportWindowMessage?: (text: string) => void }).reportWindowMessage;
      report?.(JSON.stringify(data) ?? "");
    });
  });

  /** Adds what only a look into the pages can tell: storage, cookies, caches, databases, DOM, history. */
  const readPage = async (page: Page) => {
    // A frame without an address has an opaque origin and no storage.
    for (const frame of page.frames().filter((each) => each.url().startsWith("http"))) {
      const found = await frame.evaluate(async () => {
        const read: Record<string, () => unknown> = {
          localStorage: () => localStorage,
          sessionStorage: () => sessionStorage,
          cookie: () => document.cookie,
          "window.name": () => window.name,
          "history state": () => history.state,
          referrer: () => document.referrer,
          DOM: () => document.documentElement.outerHTML,
          caches: () => caches.keys(),
          databases: () => indexedDB.databases(),
        };
        const texts: Record<string, string> = {};
        for (const [name, get] of Object.entries(read)) {
          try {
            texts[name] = JSON.stringify(await get()) ?? "";
          } catch {
            texts[name] = ""; // a browser that denies storage to third parties keeps nothing there
          }
        }
        return texts;
      });
      for (const [where, text] of Object.entries(found))
        places.push({ where: `${frame.url()} ${where}`, text });
    }
    const { cookies, origins } = await page.context().storageState({ indexedDB: true });
    places.push(
      { where: "cookies", text: JSON.stringify(cookies) },
      { where: "storage", text: JSON.stringify(origins) },
    );
  };

  return {
    readPage,
    /** Adds a text from elsewhere, such as a downloaded file. */
    readText: (where: string, text: string) => places.push({ where, text }),
    /** How many tokens of each kind went by: a watch that saw none proves nothing. */
    seen: async () => {
      await Promise.all(pending);
      const count = (kind: Kind) => [...tokens.values()].filter((token) => token.kind === kind).length;
      return Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Kind, number>;
    },
    /** Every sighting of a token outside the requests that need it. */
    leaks: async (): Promise<readonly Leak[]> => {
      await Promise.all(pending);
      return places.flatMap(({ where, text }) =>
        [...tokens.values()].flatMap(({ kind, value }) => {
          const isNeeded = NEEDED.some((need) => need.kind === kind && need.where.test(where));
          return text.includes(value) && !isNeeded ? [{ kind, where }] : [];
        }),
      );
    },
  };
};
