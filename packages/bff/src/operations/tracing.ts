/**
 * Traces through the OpenTelemetry API: whoever runs the BFF brings the SDK, or none. The caller's `traceparent` (W3C Trace
 * Context) is continued and passed on; `tracestate` and `baggage` are not: they may carry anything.
 */
import { randomFillSync } from "node:crypto";
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";

/** An id of zeros only is none (W3C Trace Context sections 3.2.2.3 and 3.2.2.4). */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

export type RequestTrace = ReturnType<typeof startTrace>;

/**
 * Digits are cut from a supply: asking the system for each id costs more than all the rest of a trace. A small one: what is
 * used up within a collection or two of the short-lived objects never gets among the long-lived.
 */
const randomBytes = Buffer.allocUnsafeSlow(2_048);
let supply = "";

const hex = (digits: 16 | 32): string => {
  if (supply.length < digits) supply = randomFillSync(randomBytes).toString("hex");
  const id = supply.slice(0, digits);
  supply = supply.slice(digits);
  return id;
};

const tracer = trace.getTracer("privage-bff"); // A proxy: an SDK that is registered later is found.

export const startTrace = (method: string, incoming: string | string[] | undefined) => {
  const match = typeof incoming === "string" ? TRACEPARENT.exec(incoming) : null;
  const parent = {
    traceId: match?.[1] ?? hex(32),
    spanId: match?.[2] ?? hex(16),
    // One bit of eight: a newer caller also says that its id is random.
    traceFlags: Number.parseInt(match?.[3] ?? "0", 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  // A root without a caller's trace starts one of its own, so that the SDK's sampler decides.
  const context = match ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  const attributes = { "http.request.method": method };
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, context);
  // Without an SDK the span has no ids of its own.
  const own = isSpanContextValid(span.spanContext()) ? span.spanContext() : parent;
  return {
    traceId: own.traceId,
    /** For the platform: our span as the parent. */
    traceparent: `00-${own.traceId}-${own.spanId}-0${own.traceFlags & TraceFlags.SAMPLED}`,
    end: ({ status, route, code }: { status: number; route: string; code: string | undefined }): void => {
      if (!span.isRecording()) return;
      span.setAttributes({ "http.route": route, "http.response.status_code": status });
      if (code) span.setAttribute("error.type", code);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};
