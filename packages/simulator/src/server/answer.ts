/** What a platform answers, before it becomes bytes. `body` is sent as JSON, `text` as it is; neither means no body. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
}

export const json = (status: number, body: unknown, headers?: Answer["headers"]): Answer =>
  headers ? { status, body, headers } : { status, body };

export const text = (status: number, content: string, headers?: Answer["headers"]): Answer =>
  headers ? { status, text: content, headers } : { status, text: content };

export const html = (status: number, content: string): Answer => ({
  status,
  text: content,
  headers: { "content-type": "text/html; charset=utf-8" },
});

/** An answer as bytes, ready for the socket (and for the faults, which cut them short). */
export interface EncodedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

export const encodeAnswer = (answer: Answer): EncodedAnswer => {
  const headers: Record<string, string> = {};
  let bytes = Buffer.alloc(0);
  if (answer.body !== undefined) {
    headers["content-type"] = "application/json; charset=utf-8";
    bytes = Buffer.from(JSON.stringify(answer.body));
  } else if (answer.text !== undefined) {
    headers["content-type"] = "text/plain; charset=utf-8";
    bytes = Buffer.from(answer.text);
  }
  return {
    status: answer.status,
    headers: { ...headers, "content-length": String(bytes.length), ...answer.headers },
    bytes,
  };
};
