import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { UserError } from '../../../shared/errors';
import { EXECUTOR_SIZES } from '../../executor-size';
import type { CheckedJob, SpotPool, SubmittedJob } from '../../spark-pool-manager';
import { waitUntil } from './operations';
import type { RetryPolicy } from './retry-policy';

/** Azure puts both the label and the taint on spot nodes. */
const SPOT = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot' } as const;
const KIND = 'sparkapplications.sparkoperator.k8s.io';

/** How a job on the batch pool of AKS is started. */
export interface SpotSettings {
  readonly maxPricePerHour: number;
  /** Image with Spark 3.5, Delta and the Azure file system; no job starts without. */
  readonly image: string | undefined;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Spark jobs as applications of the Spark operator on AKS: the driver on ordinary nodes, executors on spot nodes. */
export class KubernetesSpotPool implements SpotPool {
  readonly name = 'spot';

  constructor(
    private readonly settings: SpotSettings,
    private readonly retryPolicy: RetryPolicy,
    /** Folder of the active release, for jobs that are named only. */
    private readonly activeRelease: () => Promise<string>,
    /** Signed in to the cluster: `az aks get-credentials` did that. */
    private readonly kubectl = 'kubectl',
  ) {}

  get maxPricePerHour(): number {
    return this.settings.maxPricePerHour;
  }

  async run(job: CheckedJob): Promise<SubmittedJob> {
    const { image } = this.settings;
    if (image === undefined) {
      throw new UserError('missing-option', 'a job on spot nodes needs a container image', 'Give --image <name>.');
    }
    const file = job.script.includes('://') ? job.script : `${await this.activeRelease()}/jobs/${job.script}`;
    const application = sparkApplication(job, file, { ...this.settings, image });
    const { name } = application.metadata;
    const place = ['--namespace', this.settings.namespace];
    await this.call(['create', ...place, '-f', '-'], JSON.stringify(application));
    return waitUntil<SubmittedJob>(`Spark application ${name}`, this.retryPolicy, async () => {
      const text = await this.call(['get', KIND, name, ...place, '-o', 'json']);
      const { status } = JSON.parse(text) as ApplicationState;
      const { state = '', errorMessage = '' } = status?.applicationState ?? {};
      if (state === 'COMPLETED') return { value: { id: name, succeeded: true, errors: [] } };
      if (state !== 'FAILED' && state !== 'SUBMISSION_FAILED') return { againIn: undefined };
      return { value: { id: name, succeeded: false, errors: [errorMessage === '' ? state : errorMessage] } };
    });
  }

  private async call(args: readonly string[], input = ''): Promise<string> {
    const child = spawn(this.kubectl, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const said = { out: '', error: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()));
    const code = await new Promise<number | string>((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? error.message);
      });
      child.on('close', (exitCode) => {
        resolve(exitCode ?? 'a signal');
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
    if (code === 0) return said.out;
    throw new UserError(
      'kubectl-failed',
      `kubectl ${args.slice(0, 2).join(' ')} failed (${code}): ${said.error.split('\n')[0] ?? ''}`,
      'Install kubectl, sign in with `az aks get-credentials`, and see that the Spark operator runs on the cluster.',
    );
  }
}

interface ApplicationState {
  readonly status?: { readonly applicationState?: { readonly state?: string; readonly errorMessage?: string } };
}

/** `SparkApplication` of `sparkoperator.k8s.io/v1beta2`. */
export function sparkApplication(
  { script, args, executorSize, executors }: CheckedJob,
  mainApplicationFile: string,
  { image, namespace, serviceAccount }: Omit<SpotSettings, 'image'> & { readonly image: string },
) {
  const { cores, memory } = EXECUTOR_SIZES[executorSize];
  const stem = script
    .slice(script.lastIndexOf('/') + 1)
    .replace(/\.py$/, '')
    .replaceAll('_', '-')
    .toLowerCase();
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name: `${stem}-${randomBytes(4).toString('hex')}`, namespace },
    spec: {
      ...{ type: 'Python', pythonVersion: '3', mode: 'cluster', sparkVersion: '3.5.0', image },
      mainApplicationFile,
      arguments: [...args],
      restartPolicy: { type: 'Never' },
      driver: { cores: 1, memory: '4g', serviceAccount, affinity: { nodeAffinity: NOT_SPOT } },
      executor: {
        ...{ instances: executors, cores, memory, serviceAccount },
        nodeSelector: { [SPOT.key]: SPOT.value },
        tolerations: [{ key: SPOT.key, operator: 'Equal', value: SPOT.value, effect: 'NoSchedule' }],
      },
      // A node that is taken away announces it: its shuffle blocks move on instead of being computed again.
      sparkConf: { 'spark.decommission.enabled': 'true', 'spark.storage.decommission.enabled': 'true' },
    },
  };
}

/** The driver lives as long as the job: it goes where no node is taken away. */
const NOT_SPOT = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: SPOT.key, operator: 'NotIn', values: [SPOT.value] }] }],
  },
};
