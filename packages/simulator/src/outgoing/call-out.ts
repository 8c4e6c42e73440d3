import { isLoopback } from "./loopback.ts";

/** What a subscriber answered; `status` is null when nothing came in time, and `text` is cut at 1,000 characters. */
export interface Heard {
  readonly status: number | null;
  readonly text: string | null;
}

const NOTHING: Heard = { status: null, text: null };

/** Calls a subscriber, following no redirect. A simulator never calls beyond its own machine: other hosts are unreachable. */
export const callOut = async (url: string, init: RequestInit, timeoutMs: number): Promise<Heard> => {
  if (!isLoopback(url)) return NOTHING;
  try {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: (await response.text()).slice(0, 1000) };
  } catch {
    return NOTHING;
  }
};

export const isReceived = ({ status }: Heard): boolean => status !== null && status >= 200 && status < 300;
