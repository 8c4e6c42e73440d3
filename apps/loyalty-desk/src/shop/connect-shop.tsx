import { shopNameOf } from "@privage-addons/addon-sdk";
import { type FormEvent, useRef, useState } from "react";
import { useBusiness } from "../app/business.ts";
import { useDeskHost } from "../app/desk-host.ts";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import { WriteNotice } from "../app/write-notice.tsx";
import { isRefusedToken } from "../data/errors.ts";
import { useConnectShop } from "../data/shop.ts";
import type { WriteResult } from "../data/write-result.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { Field } from "../ui/field.tsx";
import { Card } from "../ui/layout.tsx";
import { shopMessages } from "./messages.ts";

/** The owner connects the shop. The token leaves for the server once and is wiped from the screen, whatever happens. */
export const ConnectShop = ({ onConnected }: { readonly onConnected: () => void }) => {
  const t = useMessages(shopMessages);
  const can = useCan();
  const host = useDeskHost();
  const isOnline = useIsOnline();
  const connectShop = useConnectShop();
  const example = exampleAddress(useBusiness().code);
  const [address, setAddress] = useState("");
  const [token, setToken] = useState("");
  const [wasTried, setTried] = useState(false);
  const [isConnecting, setConnecting] = useState(false);
  const [result, setResult] = useState<WriteResult<unknown>>();
  const tokenInput = useRef<HTMLInputElement>(null);
  const shop = readShopName(address);
  const isTokenRefused = result?.outcome === "refused" && isRefusedToken(result.error);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setResult(undefined);
    if (!shop || token.trim() === "" || isConnecting || !isOnline) return;
    setConnecting(true);
    const connected = await connectShop({ shop, accessToken: token.trim() });
    setToken("");
    setTried(false);
    setConnecting(false);
    setResult(connected);
    if (connected.outcome !== "recorded") {
      tokenInput.current?.focus();
      return;
    }
    host.toast({ message: t.connected(shop), tone: "success" });
    onConnected();
  };

  if (!can("shop:connect")) return <Notice tone="neutral" title={t.mayNotConnect} />;
  return (
    <Card title={t.connectTitle}>
      <p className="muted">{t.connectLead}</p>
      <form className="stack form" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t.shopAddress}
          value={address}
          onChange={setAddress}
          placeholder={example}
          hint={t.shopAddressHint}
          error={wasTried && !shop ? t.shopAddressWrong(example) : undefined}
          maxLength={120}
          isRequired
        />
        <Field
          label={t.accessToken}
          type="password"
          value={token}
          onChange={(typed) => {
            setToken(typed);
            setResult(undefined);
          }}
          inputRef={tokenInput}
          hint={t.accessTokenHint}
          error={
            isTokenRefused
              ? t.accessTokenRefused
              : wasTried && token.trim() === ""
                ? t.accessTokenMissing
                : undefined
          }
          isRequired
        />
        {result && result.outcome !== "recorded" && !isTokenRefused && (
          <WriteNotice result={result} recorded={undefined} onLookAgain={onConnected} />
        )}
        <div className="row">
          <Button type="submit" tone="primary" isPending={isConnecting} isDisabled={!isOnline}>
            {t.connect}
          </Button>
        </div>
      </form>
    </Card>
  );
};

/** What the business's own address may look like: shops are often called as the business is. */
const exampleAddress = (businessCode: string) =>
  `${businessCode.toLowerCase().replace(/[^a-z0-9]/g, "") || "my-shop"}.myharavan.com`;

/** `undefined` while what is typed is no shop's name yet. */
const readShopName = (typed: string): string | undefined => {
  try {
    return shopNameOf(typed);
  } catch {
    return undefined;
  }
};
