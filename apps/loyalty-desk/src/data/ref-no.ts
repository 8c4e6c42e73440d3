import { createRefNos } from "@privage-addons/addon-sdk";

/** Stands before every reference, so that what was done at the counter is recognised in any list. */
export const REF_NO_PREFIX = "DESK-";

/** The next reference. Made before a write is sent, so that the write can be found whatever happens to its answer. */
export const nextRefNo = createRefNos({ prefix: REF_NO_PREFIX });
