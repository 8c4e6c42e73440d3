import "./avatar.css";

/** The first letter of a name. Thai vowels that stand before their consonant are skipped: ไพลิน is a พ. */
const initialOf = (name: string): string => {
  const words = name.replace(/^(นาย|นางสาว|นาง|คุณ)\s*/u, "");
  const letter = words.match(/[\p{Letter}]/gu)?.find((character) => !/[เแโใไ]/u.test(character));
  return (letter ?? "?").toLocaleUpperCase();
};

export const Avatar = ({ name }: { readonly name: string }) => (
  <span className="avatar" aria-hidden="true">
    {initialOf(name)}
  </span>
);
