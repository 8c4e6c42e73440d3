/** What happened when a token manager or proxy was put into one of the situations R1 to R7. */
export interface Observation {
  /** It did the right thing. */
  readonly held: boolean;
  /** One sentence with the figures that were counted. */
  readonly says: string;
}

/** Tells the bench that forked this script, and ends. */
export const reportObservation = (observation: Observation): void => {
  process.send?.(observation, () => process.exit(0));
};
