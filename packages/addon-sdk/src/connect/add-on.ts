import type { AddOnContext } from "@privage-addons/contracts/bridge";
import type { Host } from "../host/host-services.ts";
import type { Session } from "../session/session.ts";
import type { ReadableStore } from "../store.ts";

/** What an add-on has once it is connected to its host. */
export interface AddOn {
  readonly session: Session;
  /** Who uses it, for which business, in which language, theme and place; changes live. */
  readonly context: ReadableStore<AddOnContext>;
  readonly host: Host;
  /** Calls `listener` when the site's address below the add-on changed (deep link, back, forward). Returns the removal. */
  onNavigated(listener: (path: string) => void): () => void;
  /** Tells the host how high the content is, in CSS pixels. */
  resize(heightPx: number): Promise<void>;
  /** Ends the session, settles every pending call and says goodbye to the host. */
  disconnect(): void;
}
