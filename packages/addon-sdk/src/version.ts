/** Sent to the host in the hello; a test keeps it equal to the package's version. */
export const SDK_VERSION = "0.1.0";
