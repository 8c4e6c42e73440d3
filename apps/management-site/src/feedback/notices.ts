/** What the site says to a person outside of the page's flow: toasts that pass, and questions that wait for an answer. */
import { createStore, type StoreApi } from "zustand/vanilla";

export type ToastTone = "info" | "success" | "warning" | "error";

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: ToastTone;
  readonly durationMs: number;
}

export interface Question {
  readonly id: number;
  readonly title: string;
  readonly message?: string;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly destructive: boolean;
  readonly answer: (agreed: boolean) => void;
}

interface NoticesState {
  readonly toasts: readonly Toast[];
  /** Answered one after the other; the first is on screen. */
  readonly questions: readonly Question[];
}

export interface Notices {
  readonly store: StoreApi<NoticesState>;
  toast(toast: { message: string; tone?: ToastTone; durationMs?: number }): void;
  dismiss(id: number): void;
  /** Asks, and resolves to whether the person agreed. */
  ask(question: Omit<Question, "id" | "answer">): Promise<boolean>;
  /** Answers every open question with "no" and drops the toasts: the page they belong to is gone. */
  clear(): void;
}

/** More than this at once is noise; the oldest leaves. */
const MOST_TOASTS = 4;
const MIN_DURATION_MS = 2_500;
const MAX_DURATION_MS = 15_000;
const DEFAULT_DURATION_MS = 5_000;

export const createNotices = (): Notices => {
  const store = createStore<NoticesState>(() => ({ toasts: [], questions: [] }));
  let lastId = 0;

  return {
    store,
    toast: ({ message, tone = "info", durationMs = DEFAULT_DURATION_MS }) => {
      const id = ++lastId;
      const shownMs = Math.min(Math.max(durationMs, MIN_DURATION_MS), MAX_DURATION_MS);
      store.setState(({ toasts }) => ({
        toasts: [...toasts, { id, message, tone, durationMs: shownMs }].slice(-MOST_TOASTS),
      }));
    },
    dismiss: (id) => store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
    ask: (question) =>
      new Promise((resolve) => {
        const id = ++lastId;
        const answer = (agreed: boolean) => {
          store.setState(({ questions }) => ({ questions: questions.filter((other) => other.id !== id) }));
          resolve(agreed);
        };
        store.setState(({ questions }) => ({ questions: [...questions, { ...question, id, answer }] }));
      }),
    clear: () => {
      for (const { answer } of store.getState().questions) answer(false);
      store.setState({ toasts: [] });
    },
  };
};
