export { type AddOnBootstrapOptions, addOnBootstrap } from "./add-on-bootstrap.ts";
