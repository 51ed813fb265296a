import { UserError } from '../contracts/errors';
import { suggest } from '../contracts/findings';
import { type LocalLayout, localLayout } from '../delivery/targets/local/layout';
import { LocalTarget } from '../delivery/targets/local/local-target';
import { localRuntime } from '../delivery/targets/local/runtime';
import type { Target } from '../delivery/target';
import { lakeHome, repositoryRoot } from './paths';
import type { Terminal } from './terminal';

/** What every command is given. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly repository: string;
  readonly layout: LocalLayout;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Ends the process with this code once the command is through. */
  exitWith(code: number): void;
}

export function createContext(terminal: Terminal, exitWith: (code: number) => void): CliContext {
  const repository = repositoryRoot();
  return {
    terminal,
    repository,
    layout: localLayout(lakeHome(repository, process.env)),
    today: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
    exitWith,
  };
}

/** @throws UserError when there is no such target */
export function openTarget({ layout, repository }: CliContext, name: string): Target {
  const local = new LocalTarget(layout, () => localRuntime(repository));
  if (name === local.name) return local;
  throw new UserError(`there is no target '${name}'`, suggest(name, [local.name]));
}
