import { Progress } from './progress';
import type { Terminal } from './terminal';

/** One job of the engine as one phase: its lines stay, its time is shown. */
export function runJob<T>(
  terminal: Terminal,
  title: string,
  job: (onLog: (line: string) => void) => Promise<T>,
): Promise<T> {
  return new Progress(terminal, 1).phase(
    title,
    (phase) =>
      job((line) => {
        phase.line(`  ${line}`);
      }),
    () => 'done',
  );
}
