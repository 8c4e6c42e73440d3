import { readFile } from "node:fs/promises";
import { type ContractOverrides, parseOverrides } from "@privage-addons/contracts/overrides";
import { Command, InvalidArgumentError } from "commander";
import { startSimulators } from "../start.ts";
import { urlTable } from "./table.ts";

const wholeNumber = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
};
const collect = (value: string, before: readonly string[] = []) => [...before, value];

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly members?: number;
  readonly transactions?: number;
  readonly sales?: number;
  readonly orders?: number;
  readonly shops?: number;
  readonly corsOrigin?: readonly string[];
  readonly accessTokenLife: number;
  readonly rotation: boolean;
  readonly rejectDuplicateRefNo?: boolean;
  readonly overrides?: string;
}

const program = new Command("privage-sim")
  .description(
    "Privage, Partner (MeeD) and Haravan as real HTTP servers on this machine, with faults on demand.",
  )
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option(
    "--port <number>",
    "Privage's port; Partner and Haravan take the next two; 0: any free ones",
    wholeNumber,
    4105,
  )
  .option("--seed <number>", "the same seed gives the same data", wholeNumber, 1)
  .option("--members <number>", "members per business, up to 100000", wholeNumber)
  .option("--transactions <number>", "seeded points movements per business, up to 1000000", wholeNumber)
  .option("--sales <number>", "seeded sales per business", wholeNumber)
  .option("--orders <number>", "seeded orders per shop", wholeNumber)
  .option(
    "--shops <number>",
    "more shops of one app, each with an old token, to rehearse a migration",
    wholeNumber,
  )
  .option(
    "--cors-origin <origin>",
    "browser origin that may call Privage and steer all three; repeat for more",
    collect,
  )
  .option("--access-token-life <seconds>", "life of a Privage access token", wholeNumber, 900)
  .option("--no-rotation", "renewals at Privage keep the refresh token")
  .option("--reject-duplicate-ref-no", "Privage refuses a ref_no that was used before")
  .option("--overrides <file>", "JSON with corrections of the contracts; see the contracts' README")
  .addHelpText(
    "after",
    "\nOpen any of the printed addresses in a browser to see its requests and to make trouble.\nSteer them by HTTP: POST /_sim/faults, GET /_sim/requests, POST /_sim/reset, POST /_sim/clock, GET /_sim/ledger.",
  );

/** Runs the command line until Ctrl-C. Sets a non-zero exit code, with a sentence on stderr, when it cannot start. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const flags = program.parse([...argv], { from: "user" }).opts<Flags>();
  const { host, port, seed, members, transactions, sales, orders, shops, rotation } = flags;
  try {
    const overrides = flags.overrides === undefined ? {} : await readOverrides(flags.overrides);
    const simulators = await startSimulators({
      host,
      seed,
      ...(members !== undefined && { members }),
      ...(transactions !== undefined && { transactions }),
      ...(sales !== undefined && { sales }),
      ...(orders !== undefined && { orders }),
      ...(shops !== undefined && { shops }),
      overrides,
      ports: port === 0 ? {} : { privage: port, partner: port + 1, haravan: port + 2 },
      corsOrigins: flags.corsOrigin ?? [],
      accessTokenLifeSeconds: flags.accessTokenLife,
      rotateRefreshTokens: rotation,
      rejectDuplicateRefNo: flags.rejectDuplicateRefNo ?? false,
    });
    process.stdout.write(`${urlTable(simulators)}\n`);
    const stop = () => {
      simulators.close().catch((error: unknown) => {
        process.stderr.write(
          `${error instanceof AggregateError ? error.errors.join("\n") : String(error)}\n`,
        );
        process.exitCode = 1;
      });
    };
    process.once("SIGINT", stop).once("SIGTERM", stop);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
};

const readOverrides = async (file: string): Promise<ContractOverrides> => {
  const text = await readFile(file, "utf8");
  try {
    return parseOverrides(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};

const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Choose others with --port, or --port 0 for any free ones.`;
  return error.message;
};
