import { type LocalLayout, localLayout } from '../delivery/targets/local/layout';
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
