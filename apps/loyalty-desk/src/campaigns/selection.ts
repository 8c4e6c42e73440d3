import type { Campaign } from "../data/campaigns.ts";

/** What the person wants to see of the list. */
export interface Selection {
  readonly status: "any" | "ACTIVE" | "SCHEDULED" | "ENDED";
  /** Looked for in name and description, whatever the case; empty for all. */
  readonly text: string;
}

const ORDER = ["ACTIVE", "SCHEDULED", "ENDED"];
const rank = ({ status }: Campaign) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);

/** The campaigns that fit, running ones first, then those to come, then those that are over. */
export const select = (campaigns: readonly Campaign[], { status, text }: Selection): readonly Campaign[] => {
  const wanted = text.trim().toLowerCase();
  return campaigns
    .filter((campaign) => status === "any" || campaign.status === status)
    .filter(({ name, description }) => `${name} ${description ?? ""}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b));
};
