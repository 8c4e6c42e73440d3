import { ChevronRight } from "lucide-react";
import { Button } from "react-aria-components";
import { Avatar } from "../controls/avatar.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import type { StaffMember } from "../session/privage-staff.ts";

interface StaffListProps {
  readonly staff: readonly StaffMember[];
  readonly onChoose: (member: StaffMember) => void;
}

/** The staff there is, each with role and businesses. */
export const StaffList = ({ staff, onChoose }: StaffListProps) => {
  const { signIn } = useMessages();
  return (
    <ul className="staff-list">
      {staff.map((member) => (
        <li key={member.id}>
          <Button className="staff-list__choice" onPress={() => onChoose(member)}>
            <Avatar name={member.name} />
            <span className="staff-list__who">
              <span className="staff-list__name">{member.name}</span>
              <span className="staff-list__role">
                {signIn.roles[member.role]} · {signIn.roleHints[member.role]}
              </span>
              <span className="staff-list__businesses">
                {member.businesses.map(({ name }) => name).join(" · ")}
              </span>
            </span>
            <ChevronRight aria-hidden className="staff-list__go" size={18} />
          </Button>
        </li>
      ))}
    </ul>
  );
};
