/** Parts of undici that its types know only as members of the whole. */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";

  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default Pool;
}

declare module "undici/lib/api/api-request.js" {
  import type { Pool } from "undici";

  const request: Pool["request"];
  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default request;
}
