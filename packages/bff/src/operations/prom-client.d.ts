/** Parts of prom-client that its types do not know. */
declare module "prom-client/lib/metrics/*" {
  import type { DefaultMetricsCollectorConfiguration, Registry, RegistryContentType } from "prom-client";

  const collect: (
    registry: Registry,
    config: DefaultMetricsCollectorConfiguration<RegistryContentType>,
  ) => void;
  // biome-ignore lint/style/noDefaultExport: it is CommonJS.
  export default collect;
}
