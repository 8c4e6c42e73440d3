/** Traces as an operator gets them who brings OpenTelemetry's own SDK. */
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTrace } from "../src/operations/tracing.ts";
import { AUTHORIZED, rigPerTest } from "./support/rig.ts";

const rig = rigPerTest({});
const exporter = new InMemorySpanExporter();
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

/** One call to its end, and the spans that have come of it. */
const call = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
  const answer = await fetch(`${rig.bff.url}${path}`, { ...init, headers: { ...AUTHORIZED, ...headers } });
  const text = await answer.text();
  return { status: answer.status, text };
};
const spans = async (count: number): Promise<ReadableSpan[]> => {
  await expect.poll(() => exporter.getFinishedSpans().length, { timeout: 15_000 }).toBe(count);
  return exporter.getFinishedSpans();
};

/** The flags that are passed on, for those that came. */
const flagsAfter = (flags: string): string | undefined =>
  startTrace("GET", `00-${TRACE}-${PARENT}-${flags}`).traceparent.split("-")[3];

describe("without an OpenTelemetry SDK", () => {
  it("the caller's trace is passed on, recorded if its first bit says so, whatever the others say", () => {
    expect(startTrace("GET", `00-${TRACE}-${PARENT}-03`).traceparent).toBe(`00-${TRACE}-${PARENT}-01`);
    expect(["00", "01", "02", "03", "fe", "ff"].map(flagsAfter)).toEqual([
      "00",
      "01",
      "00",
      "01",
      "00",
      "01",
    ]);
  });

  it.each([
    ["trace", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["parent", `00-${TRACE}-${"0".repeat(16)}-01`],
  ])("a %s id of zeros is none, and both ids are new", (_which, incoming) => {
    const { traceId, traceparent } = startTrace("GET", incoming);
    expect(traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$/);
    expect(traceparent).toContain(`-${traceId}-`);
    expect(traceparent).not.toContain(TRACE);
    expect(traceparent).not.toContain(PARENT);
  });
});

describe("with an OpenTelemetry SDK", () => {
  beforeAll(() => {
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    expect(trace.setGlobalTracerProvider(provider)).toBe(true);
  });
  afterEach(() => exporter.reset());
  afterAll(() => trace.disable());

  it("a call's span is a child of the caller's, and the parent of what the platform does", async () => {
    await call("/partner/sales?limit=1", { traceparent: `00-${TRACE}-${PARENT}-01` });
    const [span] = await spans(1);
    expect([span?.spanContext().traceId, span?.parentSpanContext?.spanId, span?.kind]).toEqual([
      TRACE,
      PARENT,
      SpanKind.SERVER,
    ]);
    expect(span?.attributes).toEqual({
      "http.request.method": "GET",
      "http.route": "/partner/sales",
      "http.response.status_code": 200,
    });
    const sent = rig.platforms.seen.find(({ path }) => path.includes("/sales"))?.headers["traceparent"];
    expect(sent).toBe(`00-${TRACE}-${span?.spanContext().spanId}-01`);
  });

  it("a call without a trace begins one, which the platform, the log and a problem name too", async () => {
    const { text } = await call("/partner/nothing");
    await call("/partner/sales");
    const [refused, served] = await spans(2);
    const { trace_id } = JSON.parse(text) as { trace_id: string };
    expect([refused?.spanContext().traceId, refused?.parentSpanContext]).toEqual([trace_id, undefined]);
    expect(rig.bff.logs()).toContain(`"trace":"${trace_id}"`);
    expect(rig.platforms.seen.at(-1)?.headers["traceparent"]).toContain(served?.spanContext().traceId);
  });

  it("a caller who does not record makes nobody record", async () => {
    await call("/partner/sales", { traceparent: `00-${TRACE}-${PARENT}-00` });
    await call("/connections", { traceparent: `00-${TRACE}-${PARENT}-01` });
    expect((await spans(1))[0]?.attributes["http.route"]).toBe("/connections");
    const sent = rig.platforms.seen.find(({ path }) => path.endsWith("/sales"))?.headers["traceparent"];
    expect(sent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  });

  it("a caller who records, with an id made at random, makes everybody record", async () => {
    await call("/partner/sales", { traceparent: `00-${TRACE}-${PARENT}-03` });
    expect((await spans(1))[0]?.parentSpanContext?.spanId).toBe(PARENT);
  });

  it("a failure of ours is marked as one, with its code; a caller's mistake is not", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/oauth/token")) return false;
      response.writeHead(500);
      response.end("c4n4ry");
      return true;
    };
    await call("/partner/sales");
    await call("/partner/nothing");
    const [failed, mistaken] = await spans(2);
    expect([failed?.status.code, failed?.attributes["error.type"]]).toEqual([
      SpanStatusCode.ERROR,
      "UPSTREAM_UNAVAILABLE",
    ]);
    expect([mistaken?.status.code, mistaken?.attributes["error.type"]]).toEqual([
      SpanStatusCode.UNSET,
      "ROUTE_NOT_ALLOWED",
    ]);
  });

  it("F30: no span holds a secret, whatever field of a request or an answer it is in", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(500, { "x-secret": "c4n4ry", "set-cookie": "c4n4ry=1" });
      response.end("c4n4ry");
      return true;
    };
    const secret = {
      cookie: "c4n4ry",
      "x-request-id": "c4n4ry",
      "user-agent": "c4n4ry",
      baggage: "k=c4n4ry",
    };
    const json = { "content-type": "application/json" };
    await call("/partner/sales?token=c4n4ry", { ...secret, tracestate: "vendor=c4n4ry" });
    await call("/c4n4ry", secret);
    await call("/partner/sales/c4n4ry/items", secret);
    await call("/connections", { ...secret, authorization: "Bearer c4n4ry" });
    await call(
      "/haravan/token-exchange",
      { ...secret, ...json },
      { method: "POST", body: '{"shop":"c4n4ry"}' },
    );
    const finished = await spans(5);
    const told = finished.map(({ name, attributes, events, links, status }) => ({
      name,
      attributes,
      events,
      links,
      status,
    }));
    expect(JSON.stringify(told)).not.toContain("c4n4ry");
    expect(finished.map((span) => span.spanContext().traceState?.serialize() ?? "").join("")).toBe("");
  });
});
