/**
 * Sealing: AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). A sealed text says which key made it and is bound to
 * its place (`context`, the associated data): copied into another row, column or version it does not open.
 *
 *   v1.<key id>.<nonce>.<ciphertext + tag>      each part base64url
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AddOnError } from "@privage-addons/contracts";
import type { VaultKey } from "../config/values.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type Keyring = Readonly<ReturnType<typeof createKeyring>>;

const unreadable = (message: string, options: { readonly cause?: unknown } = {}): AddOnError =>
  new AddOnError("INTERNAL", message, { ...options, retryable: false });

export const createKeyring = (keys: readonly [VaultKey, ...VaultKey[]]) => {
  const byId = new Map(keys.map(({ id, bytes }) => [id, bytes]));
  const [primary] = keys;

  return {
    /** The id of the key that seals now. */
    primaryId: primary.id,
    seal: (plain: string, context: string): string => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", primary.bytes, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${primary.id}.${nonce.toString("base64url")}.${body.toString("base64url")}`;
    },
    /** @throws {AddOnError} INTERNAL when the key is not in the ring, or the text was altered or moved. */
    open: (sealed: string, context: string): string => {
      const [version, id = "", nonce = "", body = ""] = sealed.split(".");
      const key = byId.get(id);
      if (version !== "v1" || !key) {
        throw unreadable(
          `A record in the vault is sealed with key "${id}", which is not in VAULT_KEYS: add it, or where it is lost remove the connection and add it again; events have to be deleted.`,
        );
      }
      const bytes = Buffer.from(body, "base64url");
      const split = bytes.length - TAG_BYTES;
      try {
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), options)
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(split));
        return Buffer.concat([decipher.update(bytes.subarray(0, split)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw unreadable(`The record ${context} does not open with key "${id}": it was altered or moved.`, {
          cause,
        });
      }
    },
  };
};
