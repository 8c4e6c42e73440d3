export { HOST_ORIGINS_META } from "./bridge/meta.ts";
export { AddOnError, type AddOnErrorOptions, type ErrorData, isAddOnError } from "./errors/add-on-error.ts";
export { ERROR_CODES, type ErrorCode, isErrorCode } from "./errors/codes.ts";
