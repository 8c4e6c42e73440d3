/** For an add-on's unit tests: a host, a Privage and a clock, without a browser. */
export type { FakeMember } from "./fake-books.ts";
export { createFakeHost, DEFAULT_CONTEXT, type FakeHost, type FakeHostOptions } from "./fake-host.ts";
export { createFakePage, type FakePage } from "./fake-page.ts";
export type { FakeFault, FakePrivage } from "./fake-privage.ts";
export type { FakeTokens } from "./fake-tokens.ts";
export { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
