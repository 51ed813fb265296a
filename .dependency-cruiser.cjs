/**
 * The order of the folders, and no import cycles. A folder imports only the folders that precede it here, so that a reader
 * who starts at `shared/` meets nothing unexplained. Imports of types count.
 */
const LAYERS = [
  'shared',
  'azure',
  'contracts',
  'synthesized',
  'environments',
  'policies',
  'finops',
  'delivery',
  'refusals',
  'constructs',
  'report',
  'stacks',
  'review',
  'cli',
];

const upward = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-upward`,
  comment: `${layer}/ may import only ${LAYERS.slice(0, index).join(', ') || 'nothing of this repository'}. Move the shared part down, or pass it in.`,
  severity: 'error',
  from: { path: `^${layer}/` },
  to: { path: `^(${LAYERS.slice(index + 1).join('|')}|examples|bench|__tests__|main\\.ts)(/|$)` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or need a third. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...upward,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|dist|cdktf\\.out|\\.medallion|\\.lakehouse)/' },
  },
};
