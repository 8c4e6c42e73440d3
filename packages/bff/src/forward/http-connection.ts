/// <reference path="./undici.d.ts" />
/**
 * One connection to a platform: undici's, whose list of calls begins anew whenever all of them are done, and which takes no answer
 * for whole that a reset ended.
 */
import type { Dispatcher } from "undici";
import symbols from "undici/lib/core/symbols.js";
import Client from "undici/lib/dispatcher/client.js";

/** Of a call that may have to wait for a connection. */
export interface WaitingHandler extends Dispatcher.DispatchHandler {
  /** Whether nobody waits for it any more. */
  readonly isOver?: boolean;
}

/**
 * undici keeps the places of calls that are done, and cuts them off once there are more than 256. The list is moved to a larger
 * place several times until then, and each that it leaves has lived long enough to be taken for long-lived: two thirds of
 * what full collections found (docs/decisions/0036). A list of one call is soon forgotten.
 */
export class HttpConnection extends Client {
  constructor(...parameters: ConstructorParameters<typeof Client>) {
    super(...parameters);
    this.on("connect", this.#watchForReset);
  }

  /**
   * An answer without a length ends with its connection, and undici takes a reset for such an end. Where it hears that the connection
   * was to go on, it takes it for the failure that it is.
   */
  readonly #watchForReset = (): void => {
    const socket = this[symbols.kSocket];
    socket?.prependListener("error", () => {
      const parser = socket[symbols.kParser];
      if (parser && parser.contentLength < 0 && !parser.hasTransferEncoding) parser.shouldKeepAlive = true;
    });
  };

  /** A call that is over takes nothing: undici would begin it, and close the connection to end it. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: WaitingHandler): boolean {
    if (handler.isOver) return true;
    const isIdle = this[symbols.kRunningIdx] === this[symbols.kQueue].length;
    if (isIdle) {
      this[symbols.kQueue].length = 0;
      this[symbols.kRunningIdx] = 0;
      this[symbols.kPendingIdx] = 0;
    }
    return super.dispatch(options, handler);
  }
}
