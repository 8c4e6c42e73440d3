/** What went wrong and what to do next, in the reader's language: one pair per error code, and nothing technical. */
import type { ErrorCode } from "@privage-addons/contracts";
import { isAddOnError, statusOf } from "../data/errors.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { problemMessages } from "./problem-messages.ts";

export interface Problem {
  readonly title: string;
  /** What to do next. */
  readonly next: string;
  /** Whether trying the same again makes sense. */
  readonly mayRetry: boolean;
}

type ProblemTexts = (typeof problemMessages)["en"];
type Kind = {
  [Key in keyof ProblemTexts]: Key extends `${infer Name}Title` ? Name : never;
}[keyof ProblemTexts];

const KINDS: Readonly<Partial<Record<ErrorCode, Kind>>> = {
  UPSTREAM_UNAVAILABLE: "unavailable",
  CALL_TIMEOUT: "slow",
  RATE_LIMITED: "busy",
  NOT_CONNECTED: "notConnected",
  CREDENTIALS_REJECTED: "credentials",
  SHOP_NAME_INVALID: "shopName",
  SESSION_ENDED: "session",
  RENEWAL_FAILED: "session",
  MINT_FAILED: "session",
  EXCHANGE_FAILED: "session",
  TOKEN_SPENT: "session",
  HOST_GONE: "session",
  UNAUTHENTICATED: "session",
  NOT_GRANTED: "notGranted",
  INVALID_ARGUMENT: "invalid",
  OUTCOME_UNKNOWN: "unknown",
};

const STATUS_KINDS: Readonly<Record<number, Kind>> = {
  400: "invalid",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
};

const kindOf = (error: unknown): Kind => {
  if (!isAddOnError(error)) return "unexpected";
  // A token refused the moment it was given: the server gets another one shortly, and nobody has to connect anything.
  if (error.code === "CREDENTIALS_REJECTED" && error.retryable) return "unavailable";
  const known = KINDS[error.code];
  const status = statusOf(error);
  if (error.code === "UPSTREAM_REJECTED" && status !== undefined) return STATUS_KINDS[status] ?? "refused";
  return known ?? (error.code === "UPSTREAM_REJECTED" ? "refused" : "unexpected");
};

export const useProblemText = (): ((error: unknown) => Problem) => {
  const t = useMessages(problemMessages);
  return (error) => {
    const kind = kindOf(error);
    return {
      title: t[`${kind}Title`],
      next: t[`${kind}Next`],
      mayRetry: !isAddOnError(error) || error.retryable,
    };
  };
};
