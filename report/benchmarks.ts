/** What `npm run bench:pipelines` left in `bench/pipelines.json`. */
import Ajv from 'ajv';
import { UserError } from '../shared/errors';

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number | null;
  /** On which side of the goal a value is good. */
  readonly better: 'lower' | 'higher';
  /** The same figure in processor time, which a busy machine does not change. */
  readonly cpuValue: number | null;
  /** Load average of the machine when it was measured. */
  readonly load: number;
  readonly measuredAt: string;
}

const figure = {
  type: 'object',
  required: ['id', 'title', 'value', 'unit', 'goal', 'better', 'cpuValue', 'load', 'measuredAt'],
  properties: {
    id: { type: 'string' },
    title: { type: 'string' },
    value: { type: 'number' },
    unit: { type: 'string' },
    goal: { type: ['number', 'null'] },
    better: { enum: ['lower', 'higher'] },
    cpuValue: { type: ['number', 'null'] },
    load: { type: 'number' },
    measuredAt: { type: 'string' },
  },
};

const validate = new Ajv({ allowUnionTypes: true }).compile<{ readonly figures: readonly Benchmark[] }>({
  type: 'object',
  required: ['schemaVersion', 'figures'],
  properties: { schemaVersion: { const: 1 }, figures: { type: 'array', items: figure } },
});

/**
 * @param file names the text in errors
 * @throws UserError when the text is not what the benchmarks write
 */
export function parseBenchmarks(text: string, file: string): readonly Benchmark[] {
  const document = parse(text);
  if (validate(document)) return document.figures;
  const [first] = validate.errors ?? [];
  const where = first === undefined ? '' : ` (${first.instancePath} ${first.message ?? ''})`;
  throw new UserError(
    'benchmarks-unreadable',
    `${file} is not what the benchmarks write${where}`,
    'Remove it, or run `npm run bench:pipelines` again.',
  );
}

/** Undefined for a text that is no JSON, which no schema accepts. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isMet({ value, goal, better }: Benchmark): boolean | null {
  if (goal === null) return null;
  return better === 'lower' ? value <= goal : value >= goal;
}
