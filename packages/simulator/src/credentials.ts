/** What a business's installation of the add-on holds. Plainly fake, but of the right shape. */
export interface DemoCredentials {
  readonly partner: { readonly clientId: string; readonly clientSecret: string };
  readonly haravan: {
    readonly shop: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly legacyAccessToken: string;
  };
  readonly privage: { readonly apiKey: string; readonly apiSecret: string };
}

const fakeHex = (word: string, length: number) =>
  word.repeat(Math.ceil(length / word.length)).slice(0, length);

const fake = (shop: string, digit: string): DemoCredentials => ({
  partner: {
    clientId: `meed_${fakeHex(`0fa4e${digit}`, 32)}`,
    clientSecret: fakeHex(`fa4e5ec2e7${digit}0`, 64),
  },
  haravan: {
    shop,
    clientId: fakeHex(`c0ffee${digit}`, 32),
    clientSecret: fakeHex(`decaf${digit}`, 64),
    // The real ones are hundreds of characters long, with `-` and `_`.
    legacyAccessToken: fakeHex(`fake-legacy_token-${digit}-`, 518),
  },
  privage: { apiKey: `fake-api-key-${digit}`, apiSecret: fakeHex(`fa4e-${digit}-`, 40) },
});

/** The credentials the simulators accept, by business code. */
export const DEMO_CREDENTIALS = {
  CAFE01: fake("cafe01.myharavan.com", "1"),
  PHO02: fake("pho02.myharavan.com", "2"),
} as const satisfies Record<string, DemoCredentials>;
