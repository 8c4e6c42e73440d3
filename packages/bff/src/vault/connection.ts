/** One business at one platform. */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { Keyring } from "./keyring.ts";
import type { ConnectionRow } from "./tables.ts";

export const PROVIDERS = ["partner", "haravan", "privage"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** `removed` by the operator; `uninstalled` by the merchant, who may install again. The row stays as a trace. */
export type ConnectionStatus = "connected" | "removed" | "uninstalled";

export const settingsSchema = z.object({
  /** The platform's API, without trailing slash. Partner only. */
  baseUrl: z.string().optional(),
  clientId: z.string(),
  /** The shop's host name. Haravan only. */
  shop: z.string().optional(),
});
const secretsSchema = z.object({ clientSecret: z.string(), webhookSecret: z.string().optional() });

export type ConnectionSettings = z.infer<typeof settingsSchema>;
export type ConnectionSecrets = z.infer<typeof secretsSchema>;

export interface Connection {
  /** `provider:business`. */
  readonly id: string;
  readonly provider: Provider;
  readonly business: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets | undefined;
  readonly status: ConnectionStatus;
  /** Haravan's org id, known once the shop has answered. */
  readonly externalId: string | undefined;
  /** Grows with every change of credentials; ms on the database's clock. */
  readonly changedAt: number;
}

/** Of whatever is connected; PostgreSQL fails on some of what else an address may hold. */
export const BUSINESS_CODE = /^[\w.-]{1,128}$/;

export const connectionId = (provider: Provider, business: string): string => `${provider}:${business}`;

export const connectionSealContext = (id: string): string => `connection/${id}/secrets`;

export const toConnection = (row: ConnectionRow, keyring: Keyring): Connection => ({
  id: row.id,
  provider: row.provider as Provider, // Written only by `put`, which takes a Provider.
  business: row.business,
  settings: settingsSchema.parse(JSON.parse(row.settings)),
  secrets: row.sealed
    ? secretsSchema.parse(JSON.parse(keyring.open(row.sealed, connectionSealContext(row.id))))
    : undefined,
  status: row.status as ConnectionStatus, // As above.
  externalId: row.external_id ?? undefined,
  changedAt: row.changed_at,
});

export interface NewConnection extends Pick<Connection, "provider" | "business" | "settings"> {
  readonly secrets: ConnectionSecrets;
}

export const notConnected = (id: string, isUninstalled = false): AddOnError => {
  const [provider, business] = id.split(":", 2);
  const why = isUninstalled ? " The merchant uninstalled the app and has to install it again." : "";
  return new AddOnError("NOT_CONNECTED", `${business} is not connected to ${provider}.${why}`);
};
