import { AddOnError } from "@privage-addons/contracts";

export const SHOP_NAME = /^[a-z0-9][a-z0-9-]{0,62}\.myharavan\.com$/;

/**
 * Checked before any secret leaves for the host that the name becomes.
 *
 * @throws {AddOnError} SHOP_NAME_INVALID
 */
export const parseShopName = (name: string): string => {
  if (SHOP_NAME.test(name)) return name;
  throw new AddOnError(
    "SHOP_NAME_INVALID",
    "Give the shop's own name as in cafe01.myharavan.com: lower-case letters, digits and hyphens before .myharavan.com, nothing else.",
  );
};
