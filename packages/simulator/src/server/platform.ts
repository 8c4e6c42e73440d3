import type { OpenApiDocument, Operation } from "../contract/document.ts";
import type { Violation } from "../contract/validator.ts";
import type { Answer } from "./answer.ts";
import type { IncomingCall } from "./incoming.ts";

/** A row of a contract's `operations` table. */
interface OperationRow {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

type OperationOf<Paths, Row extends OperationRow> = Row["path"] extends infer Path extends keyof Paths
  ? Paths[Path][Lowercase<Row["method"]> & keyof Paths[Path]]
  : never;

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? NonNullable<Query>
  : never;
type ParamsOf<Operation> = Operation extends { parameters: { path: infer Params } } ? Params : never;
type BodyOf<Operation> = Operation extends { requestBody?: { content: infer Content } | undefined }
  ? Content[keyof Content]
  : never;

/** A call that fits its document, from somebody who may make it. */
interface Call<Operation, Caller> {
  readonly query: QueryOf<Operation>;
  readonly params: ParamsOf<Operation>;
  readonly body: BodyOf<Operation>;
  readonly caller: Caller;
}

/** One handler per operation of the contract, typed by it: leaving one out does not compile. */
export type Handlers<Paths, Rows extends readonly OperationRow[], Caller> = {
  readonly [Row in Rows[number] as Row["operationId"]]: (
    call: Call<OperationOf<Paths, Row>, Caller>,
  ) => Answer | Promise<Answer>;
};

/** Either who is calling, or the refusal. Decided before the request is validated. */
export type Admission<Caller> =
  | { readonly admitted: true; readonly caller: Caller; readonly headers?: Answer["headers"] }
  | { readonly admitted: false; readonly answer: Answer };

/** `headers` go onto the answer, whatever it turns out to be. */
export const admit = <Caller>(
  caller: Caller,
  headers: Readonly<Record<string, string>> = {},
): Admission<Caller> => ({
  admitted: true,
  caller,
  headers,
});
export const refuse = (answer: Answer): Admission<never> => ({ admitted: false, answer });

/** What `/_sim/<name>` does on this platform alone; `body` is JSON that was sent, if any. */
export type ControlRoute = (request: {
  readonly method: string;
  readonly body: unknown;
  readonly query: URLSearchParams;
}) => Answer | Promise<Answer>;

/** A platform: its contract, its rules, and its own way to say no. Everything else is shared (server/serve.ts). */
export interface Platform<Caller = unknown> {
  readonly name: "privage" | "partner" | "haravan";
  readonly document: OpenApiDocument;
  /** Cuts the part of the path that is not in the document, such as a base path or a shop. */
  readonly locate: (incoming: IncomingCall) => {
    readonly path: string;
    readonly tenant?: string | undefined;
  };
  readonly admit: (request: {
    readonly scheme: string | undefined;
    readonly operation: Operation;
    readonly incoming: IncomingCall;
    readonly tenant: string | undefined;
  }) => Promise<Admission<Caller>> | Admission<Caller>;
  readonly handlers: Readonly<Record<string, (call: never) => Answer | Promise<Answer>>>;
  readonly errors: {
    readonly invalid: (violations: readonly Violation[], operation: Operation) => Answer;
    readonly malformedBody: (operation: Operation) => Answer;
    readonly noSuchRoute: (incoming: IncomingCall) => Answer;
    readonly bodyTooLarge: () => Answer;
    readonly crashed: () => Answer;
    /** The platform's usual words for a status, for a fault that gives no body of its own; without an operation on no known path. */
    readonly forStatus: (status: number, operation: Operation | undefined) => Answer;
  };
  readonly control: Readonly<Record<string, ControlRoute>>;
  /** Names of control routes worth a link on the page: they answer a plain GET. */
  readonly linked: readonly string[];
  /** Browser origins that may read the answers. */
  readonly corsOrigins: readonly string[];
  readonly reset: () => void;
}
