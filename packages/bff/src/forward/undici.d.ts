/** Parts of undici that its types know only as members of the whole, or not at all. */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";

  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default Pool;
}

declare module "undici/lib/dispatcher/client.js" {
  import type { Socket } from "node:net";
  import { Client as Base } from "undici";
  import symbols from "undici/lib/core/symbols.js";

  /** What it knows of the answer that it reads. */
  interface Parser {
    /** -1: not given. */
    readonly contentLength: number;
    readonly hasTransferEncoding: boolean;
    /** Whether the connection goes on after this answer. */
    shouldKeepAlive: boolean;
  }

  /** Done, running and waiting calls are one array; two indices part them. */
  class Client extends Base {
    [symbols.kQueue]: unknown[];
    [symbols.kRunningIdx]: number;
    [symbols.kPendingIdx]: number;
    /** While it is connected. */
    [symbols.kSocket]: (Socket & { [symbols.kParser]: Parser | null }) | null;
  }
  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default Client;
}

declare module "undici/lib/core/symbols.js" {
  const symbols: {
    readonly kQueue: unique symbol;
    readonly kRunningIdx: unique symbol;
    readonly kPendingIdx: unique symbol;
    readonly kSocket: unique symbol;
    readonly kParser: unique symbol;
  };
  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default symbols;
}
