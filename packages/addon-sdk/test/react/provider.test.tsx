// @vitest-environment happy-dom
import { QueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { act, Component, type ReactNode, StrictMode, Suspense } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AddOn } from "../../src/index.ts";
import {
  AddOnProvider,
  createAddOnQueryClient,
  useAddOnContext,
  useAddOnQueries,
  useBurnPoints,
  useHost,
  useProfile,
  useSession,
} from "../../src/react/index.ts";
import { createFakeHost, type FakeHost } from "../../src/testing/index.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: Root;
let host: FakeHost;
let addOn: AddOn;
let queryClient: QueryClient;
const container = () => document.body.firstElementChild as HTMLElement;
const text = () => container().textContent;

/** Renders, and lets virtual time pass until everything has settled. */
const settle = (ms = 0) =>
  act(async () => {
    await host.clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await host.clock.advance(ms);
  });
const show = async (node: ReactNode) => {
  await act(async () => root.render(node));
  await settle();
};
const provide = (children: ReactNode, more: object = {}) => (
  <AddOnProvider addOn={addOn} queryClient={queryClient} clock={host.clock} {...more}>
    {children}
  </AddOnProvider>
);

beforeEach(async () => {
  document.body.innerHTML = "<div></div>";
  root = createRoot(container(), { onCaughtError: () => {} });
  host = createFakeHost();
  addOn = await host.clock.run(host.connect());
  queryClient = createAddOnQueryClient();
});
afterEach(() => act(async () => root.unmount()));

const Points = () => {
  const { data, error } = useProfile({ card_no: "001" });
  return <p>{error ? `error ${error.message}` : (data?.points ?? "…")}</p>;
};

class Boundary extends Component<{ readonly children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError = (error: Error) => ({ error });
  override render() {
    return this.state.error
      ? `caught ${(this.state.error as Error & { code?: string }).code}`
      : this.props.children;
  }
}

describe("React", () => {
  it("F12: StrictMode, with everything mounted twice, makes one exchange", async () => {
    await show(<StrictMode>{provide(<Points />)}</StrictMode>);
    expect(text()).toBe("1250.5");
    expect(host.tokens.counts).toMatchObject({ mints: 1, exchanges: 1 });
  });

  it("shows session and context live", async () => {
    const Live = () => {
      const status = useSession(({ status }) => status);
      const locale = useAddOnContext(({ locale }) => locale);
      return `${status} ${locale}`;
    };
    await show(provide(<Live />));
    expect(text()).toBe("active th-TH");
    await act(() => host.update({ locale: "vi-VN" }));
    expect(text()).toBe("active vi-VN");
  });

  it("gives the host's services, and NOT_GRANTED for those it lacks", async () => {
    let outcome = "";
    const Services = () => {
      const { toast, print } = useHost();
      return (
        <button
          type="button"
          onClick={() => {
            toast({ message: "Hello" }).then(
              () =>
                print().catch((error: { code: string }) => {
                  outcome = error.code;
                }),
              () => {},
            );
          }}
        >
          go
        </button>
      );
    };
    await show(provide(<Services />));
    await act(async () => container().querySelector("button")?.click());
    await settle();
    expect(host.serviceCalls).toEqual([{ name: "toast", request: { message: "Hello" } }]);
    expect(outcome).toBe("NOT_GRANTED");
  });

  it("works with Suspense and error boundaries", async () => {
    const Suspending = ({ card }: { readonly card: string }) => (
      <b>{useSuspenseQuery(useAddOnQueries().profile({ card_no: card })).data.first_name}</b>
    );
    await show(
      provide(
        <Suspense fallback="waiting">
          <Suspending card="001" />
        </Suspense>,
      ),
    );
    expect(text()).toBe("สมหญิง");
    await show(
      provide(
        <Boundary>
          <Suspense fallback="waiting">
            <Suspending card="999" />
          </Suspense>
        </Boundary>,
      ),
    );
    expect(text()).toBe("caught UPSTREAM_REJECTED");
  });

  it("shows burned points at once, and takes it back when the platform refuses", async () => {
    const shown: string[] = [];
    queryClient.getQueryCache().subscribe(({ query }) => {
      const points =
        query.queryKey.includes("profile") && (query.state.data as { points: string } | undefined)?.points;
      if (points && shown.at(-1) !== points) shown.push(points);
    });
    const Burn = ({ points }: { readonly points: string }) => {
      const burn = useBurnPoints();
      return (
        <button type="button" onClick={() => burn.mutate({ card_no: "001", points })}>
          {burn.status}
        </button>
      );
    };
    const press = async (points: string) => {
      await show(provide([<Points key="balance" />, <Burn key="burn" points={points} />]));
      await act(async () => container().querySelector("button")?.click());
      await settle();
    };
    await press("50.25");
    expect(shown).toEqual(["1250.5", "1200.25"]);
    expect(text()).toBe("1200.25success");
    await press("99999");
    expect(shown).toEqual(["1250.5", "1200.25", "-98798.75", "1200.25"]);
    expect(text()).toBe("1200.25error");
  });

  it("rule 8: the session's end shows one screen, cancels queries and forgets what they fetched", async () => {
    const errors: unknown[] = [];
    queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    queryClient.getQueryCache().subscribe(({ query }) => {
      if (query.state.error) errors.push(query.state.error);
    });
    const many = ["a", "b", "c", "d", "e"].map((key) => <Points key={key} />);
    const ended = (reason: string) => <h1>Over: {reason}</h1>;
    await show(provide(many, { ended }));
    host.privage.fail({ fault: "hang", times: 5 });
    await act(async () => {
      void queryClient.invalidateQueries();
      await host.clock.advance(0);
      await host.endSession("logout");
    });
    await settle();
    expect(text()).toBe("Over: logout");
    expect(queryClient.getQueryCache().getAll()).toEqual([]);
    expect(container().querySelectorAll("h1")).toHaveLength(1);
    expect(errors.length).toBeLessThanOrEqual(1);
  });

  it("keeps apart what was fetched for different users", async () => {
    await show(provide(<Points />));
    await act(() => host.update({ user: { id: "8", name: "Other", permissions: [] } }));
    await settle();
    const owners = queryClient
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey[2]);
    expect(owners).toEqual(["7", "8"]);
  });
});
