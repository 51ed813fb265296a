/** Two states of the contracts to compare: a commit, a release, what is live on this machine, or the working tree. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccepted } from '../contracts/accepted';
import { compileManifest } from '../contracts/compile';
import { loadContracts } from '../contracts/load';
import type { Manifest } from '../contracts/manifest';
import { UserError } from '../shared/errors';
import type { CliContext } from './context';

export interface ContractSide {
  /** For people. */
  readonly name: string;
  readonly manifest: Manifest;
}

/** The contracts as they stand in the folder `root` of a checkout. */
export function contractsIn(root: string, name: string): ContractSide {
  const readSql = (path: string): string => {
    const file = join(root, 'pipelines', 'sql', path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    throw new UserError(
      'sql-file-not-found',
      `the SQL file '${file}' does not exist`,
      'Write it, or name another one.',
    );
  };
  const contracts = loadContracts(join(root, 'contracts', 'tables'));
  return { name, manifest: compileManifest(contracts, readSql, readAccepted(root)) };
}

/** What the lake on this machine is run by. */
export function liveContracts({ layout }: CliContext): ContractSide {
  if (!existsSync(layout.pointer)) {
    throw new UserError(
      'release-not-promoted',
      `nothing is promoted in ${layout.home}`,
      'Name the state to compare with: --from <commit or folder of a release>.',
    );
  }
  const { release } = JSON.parse(readFileSync(layout.pointer, 'utf8')) as { readonly release: string };
  return releaseIn(join(layout.releases, release), `the live release ${release}`);
}

/** A release's folder, or a commit of this repository. */
export function contractsOf({ repository }: CliContext, reference: string): ContractSide {
  if (existsSync(join(reference, 'manifest.json'))) return releaseIn(reference, reference);
  const place = mkdtempSync(join(tmpdir(), 'medallion-contracts-'));
  try {
    const archive = join(place, 'contracts.tar');
    const paths = ['contracts/tables', 'pipelines/sql'];
    execFileSync('git', ['archive', '--format=tar', '-o', archive, reference, ...paths], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    execFileSync('tar', ['-xf', archive, '-C', place]);
    return contractsIn(place, reference);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      'reference-unknown',
      `'${reference}' is neither a commit with contracts nor the folder of a release`,
      'Give a branch, a tag, a commit, or a folder with a manifest.json.',
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function releaseIn(folder: string, name: string): ContractSide {
  const file = join(folder, 'manifest.json');
  return { name, manifest: JSON.parse(readFileSync(file, 'utf8')) as Manifest };
}
