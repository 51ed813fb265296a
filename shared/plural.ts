/** `1 run`, `2 runs`, `1,204 rows`: a number with its noun, which English bends by it. */
export function counted(number: number, noun: string, nouns = `${noun}s`): string {
  return `${WHOLE.format(number)} ${number === 1 ? noun : nouns}`;
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
