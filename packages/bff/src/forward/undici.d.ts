/** A part of undici that its types know only as a member of the whole. */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";

  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default Pool;
}
