import { json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import { ALL_SCOPES, type Application, type Applications } from "./applications.ts";
import type { Webhooks } from "./webhooks/subscriptions.ts";

const show = ({ clientId, store, status, scopes, branchIds }: Application) => ({
  client_id: clientId,
  business_code: store.business.code,
  status,
  scopes: [...scopes],
  branch_ids: [...branchIds],
  known_branches: store.branches.map(({ id, name, warehouseId }) => ({
    id,
    name,
    warehouse_id: warehouseId,
  })),
});

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/**
 * `/_sim/applications`: what an operator would click in Open API Settings; secrets are never shown. `/_sim/events`: something
 * happens at the point of sale, and the subscribers are told.
 */
export const createPartnerControl = (
  applications: Applications,
  webhooks: Webhooks,
): Readonly<Record<string, ControlRoute>> => ({
  applications: ({ method, body }) => {
    if (method === "GET") return json(200, { applications: applications.all().map(show) });
    if (method !== "POST") return json(405, { error: "Use GET or POST." });
    const change = (body ?? {}) as Readonly<Record<string, unknown>>;
    const { client_id, status, scopes, branch_ids, revoke_tokens } = change;
    const found = applications.byClientId(String(client_id));
    const isFine =
      found !== undefined &&
      (status === undefined || status === "active" || status === "suspended") &&
      (scopes === undefined || isStrings(scopes)) &&
      (branch_ids === undefined || isStrings(branch_ids));
    if (!isFine) {
      return json(400, {
        error:
          'Send {client_id, status?: "active" | "suspended", scopes?: string[], branch_ids?: string[], revoke_tokens?: true}.',
        known_client_ids: applications.all().map(({ clientId }) => clientId),
        known_scopes: ALL_SCOPES,
      });
    }
    if (status) found.status = status;
    if (isStrings(scopes)) found.scopes = new Set(scopes);
    if (isStrings(branch_ids)) found.branchIds = new Set(branch_ids);
    if (revoke_tokens === true) found.generation += 1;
    return json(200, show(found));
  },
  events: async ({ method, body }) => {
    if (method !== "POST") return json(405, { error: "Use POST." });
    const { client_id, event_type, data = {} } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const found = applications.byClientId(String(client_id));
    if (!found || typeof event_type !== "string") {
      return json(400, {
        error:
          "Send {client_id, event_type, data?}; event_type as a webhook subscribed to it, e.g. sale.created.",
        known_client_ids: applications.all().map(({ clientId }) => clientId),
      });
    }
    return json(200, { deliveries: await webhooks.raise(found.clientId, event_type, data) });
  },
});
