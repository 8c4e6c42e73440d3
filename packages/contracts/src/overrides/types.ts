/** A name in the contract, and what it is really called on the wire. Holds for every object of a body, at any depth. */
export type Renames = Readonly<Record<string, string>>;

/** What is corrected about one operation. What is left out stays as the contract says. */
export interface OperationOverride {
  readonly method?: string;
  /** With the same `{parameters}` as the contract's path. */
  readonly path?: string;
  /** Query parameters. */
  readonly query?: Renames;
  /** Fields of the request's body. */
  readonly request?: Renames;
  /** Fields of the answer's body, of errors too. */
  readonly response?: Renames;
}

export const PLATFORMS = ["privage", "partner", "haravan"] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/**
 * Corrections of the contracts, by platform and operation. Code keeps speaking the contract's language; the corrections are
 * applied where calls enter and leave the wire.
 */
export type ContractOverrides = {
  readonly [Platform in PlatformName]?: Readonly<Record<string, OperationOverride>>;
};

export interface OperationRow {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}
