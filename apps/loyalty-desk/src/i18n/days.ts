/** Days as the shop counts them. Privage wants UTC instants: Thai midnight is 17:00Z of the day before. */

const DAY_MS = 86_400_000;

/** The day at `instant` (milliseconds since the epoch) in a zone, as `YYYY-MM-DD`. */
export const dayInZone = (instant: number, timeZone: string): string =>
  // Swedish writes dates as YYYY-MM-DD.
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(instant);

/** `day` moved by whole days, negative for the past. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The instant at which a local day starts, in milliseconds since the epoch. */
export const startOfDayInZone = (day: string, timeZone: string): number => {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // The offset at the guess may differ from the one at the answer around a change of clocks; the second look settles it.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(guess, timeZone);
};

/** The last second of a local day, as UTC without milliseconds: what is read back shows that day and not the next. */
export const endOfDayInZone = (day: string, timeZone: string): string =>
  new Date(startOfDayInZone(addDays(day, 1), timeZone) - 1_000).toISOString().replace(/\.\d{3}Z$/, "Z");

/** How far the zone's clocks are ahead of UTC. */
const offsetMs = (instant: number, timeZone: string): number => {
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(instant);
  return Date.parse(`${local.replace(" ", "T")}Z`) - instant;
};
