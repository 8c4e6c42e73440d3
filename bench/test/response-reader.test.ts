import fc from "fast-check";
import { expect, it } from "vitest";
import { createResponseReader } from "../src/network/response-reader.ts";

const withLength = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const chunked = "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
const empty = "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n";

it("finds the end of every answer, wherever the network cuts the bytes", () => {
  const answers = fc.array(fc.constantFrom(withLength, chunked, empty), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(answers, fc.array(fc.nat(200)), (sent, cuts) => {
      const statuses: number[] = [];
      const reader = createResponseReader((status) => statuses.push(status));
      for (const answer of sent) {
        // One answer at a time, as on a connection without pipelining.
        const bytes = Buffer.from(answer);
        const places = [...new Set(cuts.filter((cut) => cut > 0 && cut < bytes.length))].sort(
          (a, b) => a - b,
        );
        let from = 0;
        for (const place of [...places, bytes.length]) {
          reader.read(bytes.subarray(from, place));
          from = place;
        }
      }
      expect(statuses).toEqual(sent.map((answer) => Number(answer.slice(9, 12))));
    }),
  );
});

it("refuses an answer whose end cannot be known", () => {
  const reader = createResponseReader(() => {});
  expect(() => reader.read(Buffer.from("HTTP/1.1 200 OK\r\n\r\n"))).toThrow("without a length");
});
