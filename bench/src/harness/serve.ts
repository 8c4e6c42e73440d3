/** The other end of `child.ts`, inside a server's process. */
import type { Usage } from "./child.ts";

/** What the bench gave this server to know. The script that forks names the same type. */
export const readConfig = <T>(): T => JSON.parse(process.env["BENCH_CONFIG"] ?? "{}") as T;

const usage = (): Usage => {
  const { user, system } = process.cpuUsage();
  return { cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() };
};

type Answers = Readonly<Record<string, (about: unknown) => unknown>>;

interface Question {
  readonly id: number;
  readonly question: string;
  readonly about?: unknown;
}

/** Says where the server listens, answers questions, and ends with the bench. */
export const answerParent = (port: number, answers: Answers = {}): void => {
  const known: Answers = { usage, ...answers };
  process.on("message", ({ id, question, about }: Question) => {
    void Promise.resolve(known[question]?.(about)).then((answer) =>
      process.send?.({ id, answer: answer ?? null }),
    );
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
};
