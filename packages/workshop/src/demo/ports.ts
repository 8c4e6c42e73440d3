import { createServer } from "node:net";

/** The demo's ports, by what listens there (design §8). */
export interface DemoPorts {
  readonly managementSite: number;
  readonly addOnAndBff: number;
  readonly privage: number;
  readonly partner: number;
  readonly haravan: number;
}

const DEFAULT_BASE = 4100;
const HIGHEST_OFFSET = 7;

/** Reads `PORT_BASE`. Throws with the reason when it is not a port number with room above it. */
export const readPorts = (environment: NodeJS.ProcessEnv): DemoPorts => {
  const text = environment["PORT_BASE"] ?? String(DEFAULT_BASE);
  const base = Number(text);
  if (!/^\d+$/.test(text) || base < 1024 || base > 65_535 - HIGHEST_OFFSET) {
    throw new Error(`PORT_BASE is "${text}"; it must be a number from 1024 to ${65_535 - HIGHEST_OFFSET}.`);
  }
  return {
    managementSite: base,
    addOnAndBff: base + 2,
    privage: base + 5,
    partner: base + 6,
    haravan: base + 7,
  };
};

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Throws an error that names every port in use and `PORT_BASE`. */
export const assertPortsFree = async (ports: DemoPorts): Promise<void> => {
  const taken: number[] = [];
  for (const port of Object.values(ports)) {
    if (!(await isFree(port, "127.0.0.1"))) taken.push(port);
  }
  if (taken.length > 0) {
    const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(", ")} are`;
    throw new Error(
      `${which} in use. Stop what listens there, or choose other ports: PORT_BASE=4200 npm run demo`,
    );
  }
};
