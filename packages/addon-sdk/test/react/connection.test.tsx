// @vitest-environment happy-dom
import { AddOnError } from "@privage-addons/contracts";
import { act, Component, type ReactNode, StrictMode, Suspense } from "react";
import { createRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AddOnProvider, useAddOnContext } from "../../src/react/index.ts";
import { createFakeHost, type FakeHost } from "../../src/testing/index.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const SLOT = Symbol.for("privage-add-on");
let root: Root;
let host: FakeHost;
const container = () => document.body.firstElementChild as HTMLElement;
const text = () => container().textContent;
const Business = () => useAddOnContext(({ business }) => business.code);

const settle = (ms = 0) =>
  act(async () => {
    for (let turn = 0; turn < 5; turn++) {
      await host.clock.advance(ms / 5);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  });

beforeEach(() => {
  Object.assign(globalThis, { [SLOT]: undefined });
  document.body.innerHTML = "<div></div>";
  root = createRoot(container(), { onCaughtError: () => {} });
  host = createFakeHost();
});
afterEach(() => act(async () => root.unmount()));

class Boundary extends Component<{ readonly children: ReactNode }, { error?: AddOnError }> {
  override state: { error?: AddOnError } = {};
  static getDerivedStateFromError = (error: AddOnError) => ({ error });
  override render() {
    return this.state.error ? `caught ${this.state.error.code}` : this.props.children;
  }
}

describe("the provider's own connection", () => {
  it("F12: shows the fallback, then the add-on; StrictMode and a second provider use the same connection", async () => {
    const options = host.connectOptions;
    const both = (
      <StrictMode>
        <AddOnProvider {...options} fallback="connecting">
          <Business />
        </AddOnProvider>
        <AddOnProvider {...options} fallback="connecting">
          <Business />
        </AddOnProvider>
      </StrictMode>
    );
    await act(async () => root.render(both));
    await settle();
    expect(text()).toBe("CAFE01CAFE01");
    expect(host.tokens.counts.mints).toBe(1);
    await act(async () => root.render(null));
    await act(async () => root.render(both));
    await settle();
    expect(text()).toBe("CAFE01CAFE01");
    expect(host.tokens.counts).toMatchObject({ mints: 1, exchanges: 1 });
  });

  it("suspends without a fallback of its own", async () => {
    let hasWaited = false;
    const Waiting = () => {
      hasWaited = true;
      return "waiting";
    };
    await act(async () =>
      root.render(
        <Suspense fallback={<Waiting />}>
          <AddOnProvider {...host.connectOptions}>
            <Business />
          </AddOnProvider>
        </Suspense>,
      ),
    );
    await settle();
    expect(hasWaited).toBe(true);
    expect(text()).toBe("CAFE01");
  });

  it("shows why connecting failed, and connects again on retry", async () => {
    const options = { ...host.connectOptions, hostOrigins: ["https://other.test"] };
    let mayConnect = false;
    const Page = () => (
      <AddOnProvider
        {...(mayConnect ? host.connectOptions : options)}
        fallback="connecting"
        error={(error, retry) => (
          <button type="button" onClick={retry}>
            {error.code}
          </button>
        )}
      >
        <Business />
      </AddOnProvider>
    );
    await act(async () => root.render(<Page />));
    await settle();
    expect(text()).toBe("ORIGIN_MISMATCH");
    mayConnect = true;
    await act(async () => root.render(<Page />));
    await act(async () => container().querySelector("button")?.click());
    await settle();
    expect(text()).toBe("CAFE01");
  });

  it("hands the error to the next error boundary without an error view of its own", async () => {
    const options = { ...host.connectOptions, hostOrigins: ["https://other.test"] };
    await act(async () =>
      root.render(
        <Boundary>
          <AddOnProvider {...options} fallback="connecting">
            <Business />
          </AddOnProvider>
        </Boundary>,
      ),
    );
    await settle();
    expect(text()).toBe("caught ORIGIN_MISMATCH");
  });

  it("renders its fallback on a server", () => {
    const page = globalThis.window;
    Object.assign(globalThis, { window: undefined });
    try {
      expect(renderToString(<AddOnProvider fallback="connecting">x</AddOnProvider>)).toBe("connecting");
    } finally {
      Object.assign(globalThis, { window: page });
    }
  });

  it("needs a provider above each hook", () => {
    expect(() => renderToString(<Business />)).toThrow(AddOnError);
  });
});
