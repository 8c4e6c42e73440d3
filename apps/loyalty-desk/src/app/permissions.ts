import { useAddOnContext } from "@privage-addons/addon-sdk/react";

/**
 * What can be done at the desk, and the Management Site's permissions that allow it: a narrow one, or the wide one that
 * includes it. Looking at members, coupons and campaigns needs none.
 */
const ALLOWED_BY = {
  "points:add": ["points:add", "points:write"],
  "points:burn": ["points:burn", "points:write"],
  "points:void": ["points:void", "points:write"],
  "coupons:create": ["coupons:create", "coupons:write"],
  "coupons:give": ["coupons:give", "coupons:write"],
  "coupons:use": ["coupons:use", "coupons:write"],
  "coupons:void": ["coupons:void", "coupons:write"],
  "sales:read": ["sales:read"],
  "shop:read": ["shop:read"],
  "shop:connect": ["settings:write"],
} as const satisfies Record<string, readonly string[]>;

export type Capability = keyof typeof ALLOWED_BY;

export const CAPABILITIES = Object.keys(ALLOWED_BY) as readonly Capability[];

/**
 * Whether the person may do something. Buttons follow this so that nobody is led into a refusal; the platform decides
 * all the same.
 */
export const useCan = (): ((capability: Capability) => boolean) => {
  const { permissions } = useAddOnContext().user;
  return (capability) => ALLOWED_BY[capability].some((permission) => permissions.includes(permission));
};
