/** What the add-on knows about where it runs. Pushed live by the host; never contains a secret. */
export interface AddOnContext {
  /** BCP 47 tag, e.g. `"th-TH"`. */
  readonly locale: string;
  /** IANA zone, e.g. `"Asia/Bangkok"`. */
  readonly timeZone: string;
  readonly theme: ThemeContext;
  readonly user: UserContext;
  readonly business: BusinessContext;
  readonly placement: PlacementContext;
  readonly environment: "production" | "staging" | "demo" | "test";
}

export interface ThemeContext {
  readonly colorScheme: "light" | "dark";
  /** CSS custom properties the host shares, name → value, e.g. `"--privage-accent": "#0a7"`. */
  readonly variables: Readonly<Record<`--${string}`, string>>;
}

export interface UserContext {
  readonly id: string;
  readonly name: string;
  /** What this user may do, as the Management Site names it, e.g. `"points:burn"`. */
  readonly permissions: readonly string[];
}

export interface BusinessContext {
  /** Privage's `business_code`. */
  readonly code: string;
  readonly name: string;
  /** ISO 4217, e.g. `"THB"`. */
  readonly currency: string;
}

export interface PlacementContext {
  /** Where in the site the add-on is shown, e.g. `"page"` or `"member-panel"`. */
  readonly area: string;
  /** The add-on's own path, as in a deep link, e.g. `"/members/42"`; starts with `/`. */
  readonly path: string;
  /** The record beside which the add-on is shown. */
  readonly recordId?: string;
}

/** Part of a context; an absent field keeps its value. */
export type AddOnContextPatch = {
  readonly [K in keyof AddOnContext]?: Partial<AddOnContext[K]> | AddOnContext[K];
};
