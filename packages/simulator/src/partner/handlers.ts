import type { operations, paths } from "@privage-addons/contracts/partner";
import type { Handlers } from "../server/platform.ts";
import type { Application } from "./applications.ts";

export type PartnerHandlers<Caller = Application> = Handlers<paths, typeof operations, Caller>;
