import { brotliCompressSync, gzipSync } from "node:zlib";
import { bundleChunks, bundleScript } from "../browser/bundle.ts";
import type { Bench, Row, Table } from "../harness/bench.ts";
import { versionOf } from "../harness/versions.ts";
import { OURS, PARTS, type Part, PEERS, type SizeEntry } from "./entries.ts";

const REACT = ["react", "react-dom"];
const SESSION: readonly Part[] = ["token", "renewal"];
const parts = Object.entries(PARTS) as readonly (readonly [Part, string])[];

const brotli = (chunk: Uint8Array): number => brotliCompressSync(chunk).byteLength;
const sum = (chunks: readonly Uint8Array[], bytesOf: (chunk: Uint8Array) => number): number =>
  chunks.reduce((bytes, chunk) => bytes + bytesOf(chunk), 0);

const measure = async (entry: SizeEntry, ours: boolean): Promise<Row> => {
  const { first, late } = entry.isScript
    ? { first: [await bundleScript(entry.code)], late: [] }
    : await bundleChunks(entry.code, REACT);
  const does = parts.map(([part]) => [part, entry.does.includes(part) ? "yes" : "–"]);
  return {
    key: entry.key,
    label: entry.label,
    ours,
    cells: {
      version: ours ? "this one" : versionOf(entry.package),
      brotli: sum(first, brotli),
      late: late.length > 0 ? sum(late, brotli) : null,
      gzip: sum(first, (chunk) => gzipSync(chunk, { level: 9 }).byteLength),
      minified: sum(first, (chunk) => chunk.byteLength),
      ...Object.fromEntries(does),
    },
  };
};

/** The rows of our own entries. */
export const measureOurs = (): Promise<readonly Row[]> =>
  Promise.all(OURS.map((entry) => measure(entry, true)));

const brotliOf = (row: Row | undefined): number => Number(row?.cells["brotli"]);

/** Brotli bytes of our entries beside what an add-on or its host would load instead. */
export const size: Bench = {
  name: "size",
  title: "Bytes a page loads",
  about:
    "Each package is bundled by esbuild (ES module, minified, ES2022, React external) with the imports of its own quick start, " +
    "then compressed by brotli at its best. What stands behind an import() counts apart. Ours include handshake and link. The four columns on the right are the parts of the add-on's job; " +
    "a peer that does one of them only is listed all the same, with what it lacks.",
  run: async ({ scope }) => {
    const ours = await measureOurs();
    const ourBrotli = (wanted: string) => brotliOf(ours.find(({ key }) => key === wanted));
    const peers = scope === "own" ? [] : await Promise.all(PEERS.map((entry) => measure(entry, false)));
    const table: Table = {
      key: "entries",
      title: "Brotli bytes of what a page imports",
      columns: [
        { key: "brotli", label: "brotli", unit: "bytes" },
        { key: "late", label: "loaded when needed", unit: "bytes" },
        { key: "gzip", label: "gzip", unit: "bytes" },
        { key: "minified", label: "minified", unit: "bytes" },
        { key: "version", label: "version" },
        ...parts.map(([key, label]) => ({ key, label })),
      ],
      rows: [...ours, ...peers].sort((a, b) => brotliOf(a) - brotliOf(b)),
      chart: "brotli",
    };
    const sdk = ourBrotli("addon-sdk");
    // As much as one half of ours: a session that renews itself, whatever else the peer does.
    const asMuch = peers.filter(({ key }) =>
      SESSION.every((part) => PEERS.find((peer) => peer.key === key)?.does.includes(part)),
    );
    return {
      tables: [table],
      targets: [
        {
          key: "addon-sdk",
          says: "connectToHost with the session",
          comparison: "at most",
          limit: 6000,
          measured: sdk,
          unit: "bytes",
        },
        {
          key: "host-bridge",
          says: "mountAddOn + createPrivageMinter",
          comparison: "at most",
          limit: 6000,
          measured: ourBrotli("host-bridge"),
          unit: "bytes",
        },
        ...(asMuch.length > 0
          ? [
              {
                key: "smallest",
                says: "connectToHost beside the smallest peer with a token that renews itself",
                comparison: "at most" as const,
                limit: Math.min(...asMuch.map(brotliOf)),
                measured: sdk,
                unit: "bytes",
              },
            ]
          : []),
      ],
    };
  },
};
