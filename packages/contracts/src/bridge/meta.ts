/** Name of the `meta` element in which the server of an add-on's page lists the host origins, separated by spaces. */
export const HOST_ORIGINS_META = "privage-host-origins";
