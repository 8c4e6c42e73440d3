/** The certificate of every platform that tests start, trusted by this process and by those that are given `TRUSTING`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createCertificate } from "@privage-addons/test-support/certificate";

/** For `localhost` and 127.0.0.1. */
export const CERTIFICATE = await createCertificate();
setDefaultCACertificates([...getCACertificates("default"), CERTIFICATE.cert]);

const folder = mkdtempSync(join(tmpdir(), "privage-certificate-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "certificate.pem");
writeFileSync(file, CERTIFICATE.cert);

/** For the environment of another process: Node reads it as it starts. */
export const TRUSTING = { NODE_EXTRA_CA_CERTS: file };
