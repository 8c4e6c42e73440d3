import { useSession } from "@privage-addons/addon-sdk/react";
import { useEffect, useState } from "react";

/**
 * Whether the desk is without a token for longer than a moment: `waiting` while the platform does not answer, `refused` when
 * the site is given none for it. Stays until there is a token again, as each further attempt begins without a trouble.
 */
export const useSessionTrouble = (): "none" | "waiting" | "refused" => {
  const session = useSession();
  const [trouble, setTrouble] = useState<"none" | "waiting" | "refused">("none");
  useEffect(() => {
    if (session.status === "active") setTrouble("none");
    else if ("trouble" in session && session.trouble)
      setTrouble(session.trouble.retryable ? "waiting" : "refused");
  }, [session]);
  return trouble;
};
