/**
 * Where the lines of a log go. They go out together, at the latest after half a second: one system call for many requests.
 * They are bytes at once: text that is only put together later costs several times as much.
 *
 * A slow reader is waited for, within bounds. What cannot be written (a full disk) is lost and counted; what comes next is
 * tried all the same, and says how much there was. Only a reader who is gone stays gone: the process goes on without a log.
 */
export type Write = (
  bytes: Uint8Array,
  done: (error: NodeJS.ErrnoException | null, written: number) => void,
) => void;

export type LogOutput = ReturnType<typeof createLogOutput>;

const BATCH_BYTES = 65_536;
const LONGEST_WAIT_MS = 500;
const AGAIN_AFTER_MS = 20;
const LONGEST_FLUSH_MS = 2_000;
const MOST_WAITING_BYTES = 16_777_216;
/** UTF-8 needs no more for one unit of UTF-16. */
const MOST_BYTES_A_UNIT = 3;

type Bytes = Buffer<ArrayBufferLike>;

interface Chunk {
  bytes: Bytes;
  /** How many lines it says were lost. */
  told: number;
  /** What it lies in, to be filled again. */
  readonly batch?: Bytes;
}

const countLines = (bytes: Bytes): number => bytes.toString("latin1").split("\n").length - 1;

/** On a line of its own, wherever the one before was cut. */
const lossReport = (count: number): Bytes =>
  Buffer.from(
    `\n{"level":"warn","time":"${new Date().toISOString()}","event":"log-lines-lost","count":${count}}\n`,
  );
const REPORT_LINES = 2;

export const createLogOutput = (write: Write) => {
  let batch: Bytes = Buffer.allocUnsafeSlow(BATCH_BYTES);
  let spare: Bytes | undefined;
  let used = 0;
  let waiting: Chunk[] = [];
  let waitingBytes = 0;
  let isWriting = false;
  let pause: NodeJS.Timeout | undefined;
  let isGone = false;
  let lost = 0;
  let untold = 0;
  let onIdle: (() => void)[] = [];

  const lose = ({ bytes, told }: Chunk): void => {
    const count = countLines(bytes) - (told > 0 ? REPORT_LINES : 0);
    lost += count;
    untold += count + told;
  };

  const conclude = (chunk: Chunk): void => {
    waiting.shift();
    waitingBytes -= chunk.bytes.length;
    spare = chunk.batch ?? spare;
  };

  const goOn = (): void => {
    pause = undefined;
    const [chunk] = waiting;
    if (!chunk) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
      return;
    }
    if (untold > 0 && chunk.told === 0) {
      const report = lossReport(untold);
      chunk.bytes = Buffer.concat([report, chunk.bytes]);
      waitingBytes += report.length;
      chunk.told = untold;
      untold = 0;
    }
    isWriting = true;
    write(chunk.bytes, (error, written) => {
      isWriting = false;
      if (error?.code === "EAGAIN") {
        pause = setTimeout(goOn, AGAIN_AFTER_MS).unref();
        return;
      }
      if (error?.code === "EPIPE") {
        isGone = true;
        waiting = [];
      } else if (error) {
        lose(chunk);
        conclude(chunk);
      } else if (written < chunk.bytes.length) {
        chunk.bytes = chunk.bytes.subarray(written);
        waitingBytes -= written;
        chunk.told = 0;
      } else {
        conclude(chunk);
      }
      goOn();
    });
  };

  const push = (chunk: Chunk): void => {
    if (isGone || waitingBytes >= MOST_WAITING_BYTES) {
      if (!isGone) lose(chunk);
      spare = chunk.batch ?? spare;
      return;
    }
    waiting.push(chunk);
    waitingBytes += chunk.bytes.length;
    if (!isWriting && !pause) goOn();
  };
  const handOver = (): void => {
    if (used === 0) return;
    push({ bytes: batch.subarray(0, used), told: 0, batch });
    batch = spare ?? Buffer.allocUnsafeSlow(BATCH_BYTES);
    spare = undefined;
    used = 0;
  };
  setInterval(handOver, LONGEST_WAIT_MS).unref();

  return {
    /** One line, with its end. */
    write: (line: string): void => {
      const most = line.length * MOST_BYTES_A_UNIT;
      if (used + most > batch.length) handOver();
      if (most > batch.length) push({ bytes: Buffer.from(line), told: 0 });
      else used += batch.write(line, used);
    },
    /** Resolves when all lines are written, or nobody takes them. */
    flush: (): Promise<void> => {
      handOver();
      return new Promise((resolve) => {
        if (isGone || waiting.length === 0) return resolve();
        const limit = setTimeout(resolve, LONGEST_FLUSH_MS);
        onIdle.push(() => {
          clearTimeout(limit);
          resolve();
        });
      });
    },
    /** What is neither written nor being written. */
    rest: (): Uint8Array => {
      const chunks = waiting.slice(isWriting ? 1 : 0).map(({ bytes }) => bytes);
      return isGone ? Buffer.alloc(0) : Buffer.concat([...chunks, batch.subarray(0, used)]);
    },
    lostLines: (): number => lost,
  };
};
