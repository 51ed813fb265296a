import { type LocalLayout, localLayout } from '../delivery/targets/local/layout';
import { UserError } from '../shared/errors';
import { lakeHome, packageRoot, projectRoot } from './paths';
import { checkVersions } from './project-file';
import { environmentsOf, type ProjectEnvironments } from './project';
import type { Terminal } from './terminal';

/** What every command is given. */
export interface CliContext {
  readonly terminal: Terminal;
  /** The lake's folder: contracts, environments, policies, SQL. */
  readonly repository: string;
  /** The folder of this package: engine, jobs, sample. In this repository both are one. */
  readonly engine: string;
  readonly layout: LocalLayout;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Ends the process with this code once the command is through. */
  exitWith(code: number): void;
  /** Read when first asked for. @throws UserError as `environmentsOf` */
  lakeEnvironments(): ProjectEnvironments;
  /** @throws UserError where the command was not called in a lake's folder */
  requireProject(): void;
}

export function createContext(terminal: Terminal, exitWith: (code: number) => void): CliContext {
  const project = projectRoot();
  const repository = project ?? process.cwd();
  let loaded: ProjectEnvironments | undefined;
  return {
    terminal,
    repository,
    engine: packageRoot(),
    layout: localLayout(lakeHome(repository, process.env)),
    today: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
    exitWith,
    lakeEnvironments: () => (loaded ??= environmentsOf(repository)),
    requireProject: () => {
      if (project !== undefined) {
        checkVersions(project);
        return;
      }
      throw new UserError(
        'no-project',
        `no folder from '${process.cwd()}' upwards is a project of medallion`,
        'Run the command in a project, or make one with `npx medallion init`.',
      );
    },
  };
}
