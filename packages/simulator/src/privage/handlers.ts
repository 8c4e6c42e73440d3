import type { operations, paths } from "@privage-addons/contracts/privage";
import type { Handlers } from "../server/platform.ts";
import type { BusinessBooks } from "./books.ts";

/** Who calls with a connect token: an add-on in one business, on behalf of a person or of its own server. */
export interface Session {
  readonly books: BusinessBooks;
  readonly appconnectId: number;
  readonly subject: string;
}

export type PrivageHandlers<Caller = Session> = Handlers<paths, typeof operations, Caller>;
