/** What a server of an add-on's page is told. */
export interface SiteConfig {
  readonly port: number;
  readonly staticDir: string;
  readonly hostOrigin: string;
  /** Privage as the server itself reaches it. */
  readonly privageUrl: string;
}
