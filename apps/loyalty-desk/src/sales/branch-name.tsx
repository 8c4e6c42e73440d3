import { useBranchName } from "../data/sales.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { salesMessages } from "./messages.ts";

/** A branch by its name, or by the start of its id where it has none; never first the one and then the other. */
export const BranchName = ({ id }: { readonly id: string }) => {
  const t = useMessages(salesMessages);
  const name = useBranchName(id);
  return name === undefined ? "…" : (name ?? t.branchName(id.slice(0, 8) || "–"));
};
