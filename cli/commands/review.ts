import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';
import type { Json } from '../../shared/json';
import { judge, type GateOptions, type GateResult } from '../../review/gates';
import { renderHtml } from '../../review/html';
import { renderMarkdown, renderRefusal } from '../../review/page';
import { mergePlan } from '../../review/plan';
import { reviewSides, type Review } from '../../review/review';
import type { CliContext } from '../context';
import { rulesOption } from '../options';
import { renderJson } from '../output';
import { rulesWith } from '../review';
import { baseOf, workingTree } from '../review-sides';

interface Options {
  readonly base: string;
  readonly plan: readonly string[];
  readonly rules?: string;
  readonly format: 'markdown' | 'html' | 'json';
  readonly write?: string;
  readonly link?: string;
  readonly allowDataLoss?: true;
  readonly allowFindings?: true;
  readonly failOnBreakingContract?: true;
  readonly maxCostIncrease?: string;
}

export function addReview(program: Command, context: CliContext): void {
  program
    .command('review')
    .requiredOption('--base <reference>', 'Git reference, or the folder of an older synthesis')
    .option('--plan <stack=file>', 'Terraform plan of a stack as JSON; may be repeated', collect, [])
    .addOption(rulesOption())
    .addOption(
      new Option('--format <format>', 'how to print the review')
        .choices(['markdown', 'html', 'json'])
        .default('markdown'),
    )
    .option('--write <folder>', 'also write review.md for a comment, review.html and review.json, the whole review')
    .option('--link <url>', 'where the files of --write can be read; for a comment that is cut')
    .option('--allow-data-loss', 'do not fail when a stateful resource would be destroyed')
    .option('--allow-findings', 'do not fail on new error findings')
    .option('--fail-on-breaking-contract', 'fail when a contract breaks its readers')
    .option('--max-cost-increase <amount>', 'fail above this rise a month in one environment: 250 (USD) or 10%')
    .action(async (options: Options) => {
      const { review, gates } = await reviewed(context, options).catch((error: unknown) => {
        writeRefusal(error, options);
        throw error;
      });
      writePages(review, gates, options);
      context.terminal.result(render(review, gates, options.format));
      if (!gates.every(({ passed }) => passed)) context.exitWith(1);
    });
}

/** GitHub takes 65,536 characters; what posts the comment may add a line. */
const LONGEST_COMMENT = 65_000;

interface Reviewed {
  readonly review: Review;
  readonly gates: readonly GateResult[];
}

async function reviewed(context: CliContext, options: Options): Promise<Reviewed> {
  const head = await workingTree(context, rulesWith(context.repository, options.rules));
  const review = withPlans(reviewSides(await baseOf(context, options.base, head), head), options.plan);
  return { review, gates: judge(review, gateOptions(options)) };
}

function writePages(review: Review, gates: readonly GateResult[], { write, link }: Options): void {
  if (write === undefined) return;
  mkdirSync(write, { recursive: true });
  const comment = renderMarkdown(review, gates, { limit: LONGEST_COMMENT, ...(link === undefined ? {} : { link }) });
  writeFileSync(join(write, 'review.md'), comment);
  writeFileSync(join(write, 'review.html'), render(review, gates, 'html'));
  writeFileSync(join(write, 'review.json'), render(review, gates, 'json'));
}

/** An old comment would go on saying that all is well. */
function writeRefusal(error: unknown, { write, link }: Options): void {
  if (write === undefined) return;
  mkdirSync(write, { recursive: true });
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof UserError ? error.remedy : undefined;
  writeFileSync(join(write, 'review.md'), renderRefusal(message, remedy, link));
}

function gateOptions({ allowDataLoss, allowFindings, failOnBreakingContract, maxCostIncrease }: Options): GateOptions {
  return {
    dataLoss: allowDataLoss !== true,
    newFindings: allowFindings !== true,
    breakingContracts: failOnBreakingContract === true,
    ...(maxCostIncrease === undefined ? {} : { costIncrease: maxCostIncrease }),
  };
}

function render(review: Review, gates: readonly GateResult[], format: Options['format']): string {
  switch (format) {
    case 'markdown':
      return renderMarkdown(review, gates);
    case 'html':
      return renderHtml(review, gates);
    case 'json':
      return renderJson({ schemaVersion: 1, passed: gates.every(({ passed }) => passed), gates, ...review });
    default:
      throw new UserError(
        'unknown-option-value',
        `there is no format '${String(format)}'`,
        suggest(String(format), ['markdown', 'html', 'json']),
      );
  }
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function withPlans(review: Review, plans: readonly string[]): Review {
  const byStack = new Map(plans.map(readPlan));
  const known = review.environments.flatMap(({ stacks }) => stacks.map(({ stack }) => stack));
  for (const stack of byStack.keys()) {
    if (!known.includes(stack))
      throw new UserError('unknown-stack', `the plan of '${stack}' meets no stack that changes`, suggest(stack, known));
  }
  return {
    ...review,
    environments: review.environments.map((environment) => ({
      ...environment,
      stacks: environment.stacks.map((diff) => {
        const plan = byStack.get(diff.stack);
        return plan === undefined ? diff : mergePlan(diff, plan);
      }),
    })),
  };
}

function readPlan(argument: string): readonly [string, Json] {
  const [stack = '', file = ''] = argument.split(/=(.*)/s);
  if (stack === '' || file === '')
    throw new UserError('unknown-option-value', `--plan is '${argument}'`, 'Write --plan <stack>=<file>.');
  try {
    return [stack, JSON.parse(readFileSync(file, 'utf8')) as Json];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'plan-unreadable',
      `the plan '${file}' cannot be read: ${reason}`,
      'Give the output of `terraform show -json <plan file>`.',
    );
  }
}
