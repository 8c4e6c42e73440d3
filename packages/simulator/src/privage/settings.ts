import { type Answer, json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";

/** What is unknown about Privage and therefore a switch. */
export interface PrivageSettings {
  accessTokenLifeSeconds: number;
  /** Whether a renewal hands out a new refresh token and kills the old one. */
  rotateRefreshTokens: boolean;
  /** Whether a `ref_no` that was used before is refused with 409. */
  rejectDuplicateRefNo: boolean;
}

const complaint: Answer = json(400, {
  error:
    "Send any of accessTokenLifeSeconds (1 to 86400), rotateRefreshTokens (boolean), rejectDuplicateRefNo (boolean).",
});

const isLife = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 86_400;
const isBoolean = (value: unknown) => typeof value === "boolean";

const TESTS: Readonly<Record<keyof PrivageSettings, (value: unknown) => boolean>> = {
  accessTokenLifeSeconds: isLife,
  rotateRefreshTokens: isBoolean,
  rejectDuplicateRefNo: isBoolean,
};

/** `GET` and `POST /_sim/settings`: the switches, until the next reset. */
export const createSettingsRoute =
  (settings: PrivageSettings): ControlRoute =>
  ({ method, body }) => {
    if (method === "GET") return json(200, settings);
    if (method !== "POST" || typeof body !== "object" || body === null) return complaint;
    const changes = Object.entries(body);
    const areFine = changes.every(
      ([name, value]) => Object.hasOwn(TESTS, name) && TESTS[name as keyof PrivageSettings](value),
    );
    if (!areFine) return complaint;
    Object.assign(settings, Object.fromEntries(changes));
    return json(200, settings);
  };
