import { Check } from "lucide-react";
import "./menu.css";

/** The tick beside the chosen item; the stylesheet shows it for `aria-checked` items only. */
export const MenuMark = () => <Check aria-hidden className="menu__mark" size={16} />;
