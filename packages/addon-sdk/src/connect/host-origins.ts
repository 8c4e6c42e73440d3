import { AddOnError } from "@privage-addons/contracts";
import { HOST_ORIGINS_META } from "@privage-addons/contracts/bridge";

/**
 * The host origins that the add-on's own server wrote into its page:
 * `<meta name="privage-host-origins" content="https://manage.privageapp.com">`, several separated by white space. Throws
 * INVALID_ARGUMENT when there is none: an add-on never guesses its host from a URL or a referrer.
 */
export const readHostOrigins = (): readonly string[] =>
  checkHostOrigins(
    document.querySelector<HTMLMetaElement>(`meta[name=${HOST_ORIGINS_META}]`)?.content.match(/\S+/g) ?? [],
  );

/** The origins, each exactly as a browser writes it; throws INVALID_ARGUMENT otherwise. */
export const checkHostOrigins = (origins: readonly string[]): readonly string[] => {
  if (
    origins.length &&
    origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)
  ) {
    return origins;
  }
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `hostOrigins or the meta ${HOST_ORIGINS_META} must list origins like https://site.example.`,
  );
};
