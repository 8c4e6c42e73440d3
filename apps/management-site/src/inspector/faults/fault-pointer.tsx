import { useStore } from "zustand";
import { Button } from "../../controls/button.tsx";
import { useMessages } from "../../i18n/use-messages.ts";
import { useSite } from "../../site/site-context.ts";
import type { FaultControl } from "./fault-control.ts";
import { isLasting } from "./fault-names.ts";

/** Where a session does not come about by one's own doing: names the fault that is still on, and switches it off. */
export const FaultPointer = () => {
  const { faults } = useSite();
  return faults ? <Pointer control={faults} /> : null;
};

const Pointer = ({ control }: { readonly control: FaultControl }) => {
  const { faults } = useMessages().inspector;
  const { armed } = useStore(control.store);
  // The other platforms have no part in a session.
  const culprit = [...armed.privage].find(isLasting);
  if (!culprit) return null;
  return (
    <div className="fault-pointer" role="status">
      <p>{faults.culprit(faults.names[culprit])}</p>
      <Button onPress={() => void control.press("privage", culprit, false)}>{faults.switchOff}</Button>
    </div>
  );
};
