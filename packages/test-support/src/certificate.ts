import { generate } from "selfsigned";

/** A key and a certificate for `localhost`, made on the spot, in PEM. Nobody has reason to trust it. */
export const createCertificate = async (): Promise<{ readonly key: string; readonly cert: string }> => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
  return { key, cert };
};
