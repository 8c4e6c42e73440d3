/** The command line: `privage-bff …`. Secrets are read from files or standard input, never from arguments. */
import { Command, InvalidArgumentError, Option } from "commander";
import { BUSINESS_CODE, PROVIDERS } from "../vault/connection.ts";
import { backUpVault, restoreVault } from "./backup.ts";
import { addHaravan, addPartner, addPrivage, listConnections, removeConnection } from "./connections.ts";
import { examine } from "./doctor.ts";
import { rotateKeys } from "./keys.ts";
import type { MigrateOptions } from "./migrate.ts";
import { serve } from "./serve.ts";
import type { Terminal } from "./terminal.ts";

const businessCode = (text: string): string => {
  if (BUSINESS_CODE.test(text)) return text;
  throw new InvalidArgumentError("Give the business code as Privage writes it, e.g. CAFE01.");
};

const business = () =>
  new Option("--business <code>", "business code, e.g. CAFE01").argParser(businessCode).makeOptionMandatory();

const word = (text: string): string => {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new InvalidArgumentError(
    "Give it as the platform shows it, without blanks; a variable may be unset.",
  );
};

/** Empty, it would be another account, and erase what the connection has of the right one. */
const account = (flags: string, description: string) =>
  new Option(flags, description).argParser(word).makeOptionMandatory();

const SECRET_FILE = "file with the secret, or - for standard input";

const connectionsCommands = (program: Command, terminal: Terminal): void => {
  const connections = program
    .command("connections")
    .description("which business is connected to which platform");
  const add = connections.command("add").description("add a connection, or replace its credentials");
  add
    .command("partner")
    .description("MeeD Partner API, OAuth client credentials")
    .addOption(business())
    .requiredOption("--base-url <url>", "e.g. https://pos.example/api/partner/v1")
    .addOption(account("--client-id <id>", "from Open API Settings, meed_…"))
    .requiredOption("--client-secret-file <file>", SECRET_FILE)
    .option(
      "--webhook-secret-file <file>",
      "file with the secret that signs the Partner's webhooks; without it, the one given before for this account stays",
    )
    .option("--no-webhook-secret", "erase it: webhooks are refused from now on")
    .action((options) => addPartner(terminal, options));
  add
    .command("haravan")
    .description("a Haravan shop")
    .addOption(business())
    .requiredOption("--shop <name>", "e.g. cafe01.myharavan.com")
    .addOption(account("--client-id <id>", "the app's id"))
    .requiredOption("--client-secret-file <file>", SECRET_FILE)
    .option("--access-token-file <file>", "file with the shop's old token; it is exchanged at the first use")
    .action((options) => addHaravan(terminal, options));
  add
    .command("privage")
    .description("Privage's server-to-server token, for jobs without a user")
    .addOption(business())
    .addOption(account("--api-key <key>", "from the installed add-on"))
    .requiredOption("--api-secret-file <file>", SECRET_FILE)
    .action((options) => addPrivage(terminal, options));
  connections
    .command("list")
    .description("connections and their health; never a secret")
    .option("--business <code>", "only of this business", businessCode)
    .option("--json", "one JSON document")
    .action((options) => listConnections(terminal, options));
  connections
    .command("remove")
    .description("erase the secrets and tokens of a connection")
    .addOption(new Option("--provider <name>", "platform").choices(PROVIDERS).makeOptionMandatory())
    .addOption(business())
    .action((options) => removeConnection(terminal, options));
};

const concurrency = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError("Give a number from 1 to 64.");
};

/** It throws a CommanderError where commander would end the process. */
export const createProgram = (terminal: Terminal): Command => {
  // Commands below inherit these, of any depth, if they are made afterwards.
  const program = new Command("privage-bff")
    .description("Keeps the secrets no browser may see. Configuration comes from environment variables.")
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError });
  program
    .command("serve")
    .description("run the server until SIGTERM or SIGINT")
    .action(() => serve(terminal));
  connectionsCommands(program, terminal);
  program
    .command("haravan")
    .description("shops of Haravan")
    .command("migrate")
    .argument("<csv>", "file with the columns business,shop,access_token, or - for standard input")
    .description("convert the old tokens of many shops; safe to stop, to repeat and to run from two machines")
    .addOption(account("--client-id <id>", "the app's id"))
    .requiredOption("--client-secret-file <file>", SECRET_FILE)
    .option("--concurrency <number>", "shops at a time", concurrency, 4)
    .option(
      "--report <file>",
      "what became of each shop; numbered if it is there already",
      "haravan-migration.csv",
    )
    .action(async (file: string, options: MigrateOptions) =>
      // With it comes a CSV parser, which a server has no use for.
      (await import("./migrate.ts")).migrate(terminal, file, options),
    );
  program
    .command("keys")
    .description("the keys that seal the vault")
    .command("rotate")
    .description("seal everything again with the first key of VAULT_KEYS, also while servers run")
    .action(() => rotateKeys(terminal));
  const vault = program.command("vault").description("copies of the vault, sealed as it is");
  vault
    .command("backup")
    .argument("<file>", "a new file")
    .description("copy the whole vault as of one moment, also while servers run")
    .action((file: string) => backUpVault(terminal, file));
  vault
    .command("restore")
    .argument("<file>", "made by vault backup, from SQLite or PostgreSQL")
    .description("put a copy into an empty vault")
    .action((file: string) => restoreVault(terminal, file));
  program
    .command("doctor")
    .description("try everything the server needs and say what does not work")
    .action(() => examine(terminal));
  return program;
};
