/**
 * Forwards one call, streaming both ways, with as little work per call as Node allows: undici's `dispatch`, straight into
 * the raw response.
 *
 * 1. Refused before anything is sent: an open circuit, a body that is too large, one more that streams than may at once.
 * 2. A small body is read first, so that the call can be repeated with a new token; a large one streams.
 * 3. A refused token (401) is handed to the caller, who may send the call again with another one.
 * 4. A reading call whose connection broke before the answer's head is sent once more. A writing call never is: its outcome
 *    is unknown, and that is what the answer says.
 * 5. Once the answer has begun it can only be passed on or cut off; it is never ended as if it were whole.
 * 6. A caller who goes away takes the upstream request along; one that still waits for a connection never takes it.
 * 7. A platform that is silent for too long is given up, and so is a call that waits too long for a connection, and a caller who
 *    does not read: the connection to the platform is needed by others.
 * 8. What the caller did wrong, or left before its end, says nothing about the platform: its circuit does not count it. Nor does it
 *    count a wait for connections that others have. An answer counts when it begins: its end may be the caller's doing.
 * 9. "Nothing was sent" is said only of a call that no connection ever took. The error's code does not tell: a connection in
 *    use may end with EHOSTUNREACH as one that never came about does.
 */
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { AddOnError } from "@privage-addons/contracts";
import type { Dispatcher } from "undici";
import { cutOff } from "../operations/problem.ts";
import type { Call, Target } from "./call.ts";
import { explain, hasBrokenOff, isRead, SILENT } from "./explain.ts";
import { requestHeaders, responseHeaders } from "./headers.ts";
import type { WaitingHandler } from "./http-connection.ts";
import type { Watched } from "./silence.ts";

const COLLECTED_BYTES = 65_536;
/** What a socket of Node writes from the stack. */
const WHOLE_BYTES = 12_288;
/** On these, browsers send a call again by themselves, a write too, though a platform may have carried it out: a gateway's instead. */
const SENT_AGAIN = new Map([
  [408, 504],
  [421, 502],
]);
const ENOUGH = new Error("The refusal is longer than what is read of it.");
const CALLER_GONE = new Error("The caller went away.");

class Forwarding implements WaitingHandler, Watched {
  readonly #call: Call;
  readonly #target: Target;
  readonly #isStream: boolean;
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #headers: IncomingHttpHeaders = {};
  #hasRetried = false;
  #refused: { chunks: Buffer[]; size: number } | undefined;
  /** An answer that came in one piece, as latin1: bytes one to one. */
  #whole: string | undefined;
  isOver = false;
  heardAt = 0;
  place = 0;

  constructor(call: Call, target: Target) {
    this.#call = call;
    this.#target = target;
    this.#isStream = call.body !== undefined && !(call.body instanceof Uint8Array);
  }

  start(): void {
    const { upstream } = this.#target;
    if (this.#call.response.destroyed) {
      this.#refuse("The caller went away.", 0);
      return;
    }
    if (this.#isStream && upstream.uploads >= upstream.mostUploads) {
      this.#refuse("Too many large bodies are on their way to the platform.", 1_000);
      return;
    }
    const waitMs = upstream.circuit.waitMs();
    if (waitMs > 0) {
      this.#refuse("The platform has been failing; calls are held back for a moment.", waitMs);
      return;
    }
    if (this.#isStream) upstream.uploads += 1;
    this.#call.response.on("close", this.#onClose);
    upstream.silence.watch(this);
    if (!this.isOver) this.#dispatch();
  }

  #refuse(what: string, retryAfterMs: number): void {
    const error = new AddOnError("UPSTREAM_UNAVAILABLE", what, { details: { retryAfterMs } });
    this.#call.onDone({ status: undefined, isComplete: false, error });
  }

  #dispatch(): void {
    const { request, body, traceparent } = this.#call;
    const { upstream, method, path, authorization } = this.#target;
    const list = requestHeaders(request.headers, authorization, traceparent);
    const length = this.#isStream ? request.headers["content-length"] : undefined;
    if (length !== undefined) list.push("content-length", length);
    this.heardAt = upstream.silence.look;
    const headersTimeout = this.#isStream ? null : 0;
    upstream.pool.dispatch(
      { method, path, headers: list, body: body ?? null, headersTimeout, bodyTimeout: 0 },
      this,
    );
  }

  #hear(): void {
    this.heardAt = this.#target.upstream.silence.look;
  }

  giveUp(): void {
    this.#stop(SILENT);
  }

  readonly #onClose = (): void => {
    if (!this.isOver && !this.#call.response.writableFinished) this.#stop(CALLER_GONE);
  };

  #stop(reason: Error): void {
    if (this.#controller) this.#controller.abort(reason);
    else this.#fail(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isOver) throw CALLER_GONE; // To abort what undici begins closes its connection, and this one is new.
    this.#controller = controller;
    // While a body streams, undici knows whether the platform takes it; until the answer begins, its limit holds.
    if (this.#isStream) this.heardAt = Number.POSITIVE_INFINITY;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#hear();
    this.#status = status;
    this.#headers = headers;
    this.#target.upstream.circuit.record(status >= 502 ? "failed" : "answered");
    if (status === 401 && this.#call.onRefusedToken) this.#refused = { chunks: [], size: 0 };
  }

  /** Node sends a head with what follows it. Until then a call that breaks off is told as one: on nothing at all, browsers send it again. */
  #writeHead(): void {
    const { response, answerHeaders } = this.#call;
    const status = this.#status;
    if (status === undefined || response.headersSent) return;
    response.writeHead(
      SENT_AGAIN.get(status) ?? status,
      responseHeaders(status, this.#headers, answerHeaders),
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#hear();
    const refused = this.#refused;
    if (refused) {
      refused.size += chunk.length;
      if (refused.size <= COLLECTED_BYTES) {
        refused.chunks.push(chunk);
        return;
      }
      this.#endRefusal(refused.chunks);
      controller.abort(ENOUGH);
      return;
    }
    // Together with its head, as text, it goes out in one cheap write instead of two.
    if (chunk.length <= WHOLE_BYTES && chunk.length === Number(this.#headers["content-length"])) {
      this.#whole = chunk.toString("latin1");
      return;
    }
    this.#writeHead();
    if (!this.#call.response.write(chunk)) {
      controller.pause();
      this.heardAt = this.#target.upstream.silence.whileCallerReads;
      this.#call.response.once("drain", () => {
        this.#hear();
        controller.resume();
      });
    }
  }

  onResponseEnd(): void {
    if (this.#refused) {
      this.#endRefusal(this.#refused.chunks);
      return;
    }
    this.#writeHead();
    this.#call.response.end(this.#whole, "latin1");
    this.#end(true);
  }

  #endRefusal(chunks: readonly Buffer[]): void {
    this.#settle();
    const body = Buffer.concat(chunks).toString("utf8");
    this.#call.onRefusedToken?.({ headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.isOver) return;
    const { response, body, retryBudget } = this.#call;
    if (response.headersSent) {
      this.#end(false);
      cutOff(response);
      return;
    }
    // A refusal of the token that is not whole may not say why. Any other head counts: a 429 wants no call for a while.
    const hasAnswered = this.#status !== undefined && !this.#refused;
    const isRepeatable = isRead(this.#target.method) && body === undefined && !hasAnswered;
    const mayRetry = isRepeatable && hasBrokenOff(error) && !this.#hasRetried;
    if (mayRetry && retryBudget.take()) {
      this.#hasRetried = true;
      this.#controller = undefined;
      this.#refused = undefined;
      this.#status = undefined;
      this.#dispatch();
      return;
    }
    this.#fail(error);
  }

  #fail(error: Error): void {
    const wasSent = this.#hasRetried || this.#controller !== undefined;
    const { upstream, method } = this.#target;
    if (this.#status === undefined) upstream.circuit.record(this.#isFailure(error) ? "failed" : "unknown");
    this.#end(false, explain(error, method, wasSent));
  }

  /** Whether no answer at all is the platform's failure. */
  #isFailure(error: Error): boolean {
    const { response, body } = this.#call;
    if (response.destroyed || error instanceof AddOnError) return false;
    if (!this.#controller) return error !== SILENT || this.#target.upstream.pool.stats.connected === 0;
    // In the middle of a body a platform may hang up because of its size, or of the time that its caller takes.
    return !(body instanceof Readable && !body.readableEnded && hasBrokenOff(error));
  }

  #settle(): void {
    this.isOver = true;
    const { upstream } = this.#target;
    if (this.#isStream) upstream.uploads -= 1;
    upstream.silence.unwatch(this);
  }

  #end(isComplete: boolean, error?: AddOnError): void {
    if (this.isOver) return;
    this.#settle();
    this.#call.onDone({ status: this.#status, headers: this.#headers, isComplete, error });
  }
}

/** Sends one call on. Nothing is thrown or rejected: the call is told what happened. */
export const forward = (call: Call, target: Target): void => new Forwarding(call, target).start();
