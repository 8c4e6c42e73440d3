/** One thing a person does at the counter. */
export type Deed =
  | { readonly kind: "read" }
  | { readonly kind: "sales" }
  | { readonly kind: "add" | "burn"; readonly refNo: string };

/** What the caller was told. */
export interface Outcome {
  readonly deed: Deed;
  readonly told: "served" | "not carried out" | "unknown" | "failed";
  /** The error's code, for the report. */
  readonly code?: string;
  /** A write that was confirmed by the ledger after its answer was lost. */
  readonly byLedger?: boolean;
}
