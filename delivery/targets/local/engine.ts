import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EngineError } from '../../engine-error';
import { parseRunEvent, type RunEvent } from '../../run-events';

export interface EngineCall {
  readonly python: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the engine writes what Spark has to say, for the message when it dies. */
  readonly logs: string;
  readonly onEvent: (event: RunEvent) => void;
  readonly onLog: (line: string) => void;
}

export interface EngineEnd {
  readonly exitCode: number;
  readonly events: readonly RunEvent[];
}

/** What an engine says last, whatever it was asked for. */
const ENDS: readonly string[] = ['run.finished', 'job.finished', 'debug'];

/** Last lines of the log that a message about a crash repeats. */
const TAIL = 5;

/**
 * Runs the engine as a child whose standard input stays open: when this process dies, however it dies, the pipe closes
 * and the engine ends itself.
 *
 * @throws EngineError when the engine refuses to begin, or dies before it said how the run ended
 */
export async function callEngine(call: EngineCall): Promise<EngineEnd> {
  const child = spawn(call.python, call.args, { env: call.environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const events: RunEvent[] = [];
  const tail: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parseRunEvent(line);
    if (event === undefined) return call.onLog(line);
    events.push(event);
    call.onEvent(event);
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.splice(0, Math.max(0, tail.length + 1 - TAIL));
    tail.push(line);
    call.onLog(line);
  });
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, exitSignal) => {
      resolve({ code: exitCode, signal: exitSignal });
    });
  });
  const refusal = events.find((event) => event.event === 'error');
  if (refusal !== undefined) throw new EngineError(refusal, code ?? 1);
  const isOver = events.some(({ event }) => ENDS.includes(event));
  if (code !== null && isOver) return { exitCode: code, events };
  throw new EngineError(
    {
      code: 'engine-died',
      message: [
        `the run ended before it was finished (${signal === null ? `exit code ${String(code)}` : `signal ${signal}`})`,
        ...tail,
      ].join('\n  '),
      remedy: `Read the newest file in ${call.logs}, then run again: what is written stays whole, and nothing is read twice.`,
    },
    code === null || code === 0 ? 1 : code,
  );
}
