export { AddOnFrame, type AddOnFrameProps } from "./add-on-frame.tsx";
