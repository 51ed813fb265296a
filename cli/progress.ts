import type { Terminal } from './terminal';

/** Often enough to look alive on a screen; seldom enough not to fill a log. */
const SCREEN_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 15_000;

export interface Phase {
  /** What is going on now; shown beside the elapsed time until the next call. */
  status(text: string): void;
  /** A line that stays. */
  line(text: string): void;
}

/**
 * Says what a long command does, while it does it: one line that moves on a screen, plain lines in a log.
 *
 * @param total number of phases, for `[2/7]`
 */
export class Progress {
  private current = 0;
  private static described: (() => string) | undefined;

  /** What the command is at, for whoever interrupts it; undefined between two phases. */
  static whereabouts(): string | undefined {
    return Progress.described?.();
  }

  constructor(
    private readonly terminal: Terminal,
    private readonly total: number,
  ) {}

  /**
   * @param describe the words that stay when the phase is over
   * @returns what the work returns
   */
  async phase<T>(title: string, work: (phase: Phase) => T | Promise<T>, describe: (result: T) => string): Promise<T> {
    const { terminal } = this;
    const label = `[${++this.current}/${this.total}] ${title}`;
    const begun = Date.now();
    const elapsed = (digits: number): string => `${((Date.now() - begun) / 1000).toFixed(digits)} s`;
    const say = (text: string): void => {
      terminal.clearLine();
      terminal.note(text);
    };
    let status = '';
    const show = (): void => {
      const text = `${label} ... ${[status, elapsed(0)].filter((part) => part !== '').join(', ')}`;
      say(terminal.interactive ? text : `${text}\n`);
    };
    Progress.described = () => [label, status, elapsed(0)].filter((part) => part !== '').join(', ');
    if (!terminal.interactive) terminal.note(`${label} ...\n`);
    const timer = setInterval(show, terminal.interactive ? SCREEN_INTERVAL_MS : LOG_INTERVAL_MS);
    try {
      const result = await work({
        status: (text) => {
          status = text;
          if (terminal.interactive) show();
        },
        line: (text) => {
          say(`${text}\n`);
        },
      });
      say(`${label}: ${describe(result)} (${elapsed(1)})\n`);
      return result;
    } catch (error) {
      say(`${label} failed after ${elapsed(1)}\n`);
      throw error;
    } finally {
      clearInterval(timer);
      Progress.described = undefined;
    }
  }
}
