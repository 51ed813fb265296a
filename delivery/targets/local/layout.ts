import { join } from 'node:path';

/** Where things lie below a local home (`MEDALLION_HOME`). */
export interface LocalLayout {
  readonly home: string;
  readonly lake: string;
  readonly landing: string;
  readonly packages: string;
  readonly releases: string;
  readonly promotions: string;
  readonly pointer: string;
  readonly binding: string;
  /** What sources call, by name; the owner's own file, which is taken into the binding as it is. */
  readonly connections: string;
  readonly tokenKey: string;
  /** Signs certificates of erasures; created at the first use. */
  readonly certificateKey: string;
  readonly lakeData: string;
  readonly reportPage: string;
  /** Figures of the benchmarks; there once they have been run. */
  readonly benchmarks: string;
  readonly logs: string;
  readonly backup: string;
  /** For what is restored or cloned only to be looked at. */
  readonly scratch: string;
}

export function localLayout(home: string): LocalLayout {
  const lake = join(home, 'lake');
  const releases = join(home, 'releases');
  return {
    home,
    lake,
    landing: join(lake, 'landing'),
    packages: join(home, 'packages'),
    releases,
    promotions: join(releases, 'promotions'),
    pointer: join(releases, 'current.json'),
    binding: join(home, 'binding.json'),
    connections: join(home, 'connections.json'),
    tokenKey: join(home, 'keys', 'token.key'),
    certificateKey: join(home, 'keys', 'certificate.key'),
    lakeData: join(home, 'report', 'data.json'),
    reportPage: join(home, 'report', 'index.html'),
    benchmarks: join(home, 'bench', 'pipelines.json'),
    logs: join(home, 'logs'),
    backup: join(home, 'backup'),
    scratch: join(home, 'scratch'),
  };
}
