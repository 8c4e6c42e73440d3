import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { createPrivageMinter, mountAddOn } from "../../src/index.ts";
import { AddOnFrame } from "../../src/react/index.ts";

describe("where there is no page", () => {
  it("everything can be imported and a minter be made, and <AddOnFrame> is its fallback", () => {
    const mint = createPrivageMinter({ baseUrl: "https://privage.test", getUserToken: () => "user-jwt" });
    const html = renderToString(
      <AddOnFrame
        src="https://desk.test/"
        title="Loyalty Desk"
        appconnectId={42}
        businessCode="CAFE01"
        mint={mint}
        context={{
          user: { id: "7", name: "Anong", permissions: [] },
          business: { code: "CAFE01", name: "Café One", currency: "THB" },
        }}
        fallback={<p>Loading …</p>}
      />,
    );

    expect(html).toContain("<p>Loading …</p>");
    expect(html).not.toContain("iframe");
    expect(mountAddOn).toBeTypeOf("function");
  });
});
