import { json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import { ALL_SCOPES, type Application, type Applications } from "./applications.ts";

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

/** `/_sim/applications`: what an operator would click in Open API Settings. Secrets are never shown. */
export const createPartnerControl = (applications: Applications): Readonly<Record<string, ControlRoute>> => ({
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
});
