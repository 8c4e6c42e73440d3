export { createOverriddenFetch } from "./fetch.ts";
export { correctOperations } from "./operations.ts";
export { parseOverrides } from "./parse.ts";
export { invertRenames, renameFields } from "./rename.ts";
export { createTranslator, type Translation, type Translator } from "./translate.ts";
export type { ContractOverrides, OperationOverride, PlatformName, Renames } from "./types.ts";
