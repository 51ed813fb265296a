/** Expressions of GitHub Actions, evaluated by GitHub's own library; conditions of Azure Pipelines are a subset of them. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** @typedef {Record<string, unknown>} Context */
/** @typedef {{failed: boolean, cancelled?: boolean}} Status of what a condition waits for */

/** Names by which the two systems ask how it went so far. */
const STATUS = {
  success: (/** @type {Status} */ { failed }) => !failed,
  succeeded: (/** @type {Status} */ { failed }) => !failed,
  failure: (/** @type {Status} */ { failed }) => failed,
  failed: (/** @type {Status} */ { failed }) => failed,
  always: () => true,
  cancelled: () => false,
  canceled: () => false,
};
const COMPARISONS = {
  and: (/** @type {string[]} */ ...values) => values.every((value) => value === 'true'),
  or: (/** @type {string[]} */ ...values) => values.some((value) => value === 'true'),
  not: (/** @type {string[]} */ ...[value]) => value !== 'true',
  eq: (/** @type {string[]} */ ...[one, other]) => one === other,
  ne: (/** @type {string[]} */ ...[one, other]) => one !== other,
};

/**
 * @param {string} text without `${{ }}` @param {Context} context @param {Status} [status]
 * @throws Error for a syntax error, or a context that does not exist
 */
export function evaluate(text, context, status = { failed: false }) {
  const functions = [
    ...Object.entries(STATUS).map(([name, of]) => definition(name, 0, () => of(status))),
    ...Object.entries(COMPARISONS).map(([name, of]) =>
      definition(name, 9, (...values) => of(...values.map((value) => value.coerceString()))),
    ),
  ];
  const { tokens } = new Lexer(text).lex();
  const tree = new Parser(tokens, Object.keys(context), functions).parse();
  const values = JSON.parse(JSON.stringify(context), data.reviver);
  return new Evaluator(tree, values, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/**
 * Whether a job or step is due. One that asks nothing of its status is due only while nothing failed.
 *
 * @param {string | undefined} condition with or without `${{ }}` @param {Context} context @param {Status} status
 */
export function isDue(condition, context, status) {
  if (condition === undefined) return !status.failed;
  const text = condition.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  const asksStatus = new RegExp(`\\b(${Object.keys(STATUS).join('|')})\\(`).test(text);
  const value = evaluate(text, context, status).coerceString();
  return !['false', '', '0'].includes(value) && (asksStatus || !status.failed);
}

/** Replaces each `${{ }}` of a text. @param {string} text @param {Context} context */
export function fill(text, context) {
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, inner) => evaluate(inner, context).coerceString());
}

/** @param {string} name @param {number} maxArgs @param {(...values: data.ExpressionData[]) => boolean} of */
function definition(name, maxArgs, of) {
  const call = (/** @type {data.ExpressionData[]} */ ...values) => new data.BooleanData(of(...values));
  return { name, minArgs: 0, maxArgs, call };
}
