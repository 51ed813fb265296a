import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobServiceClient,
  generateAccountSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { repository } from '../fixtures';

export const ACCOUNT = 'stlaketest';
/** Any 64 bytes: the account exists for one test only. */
const KEY = Buffer.alloc(64, 7).toString('base64');

/** A real blob service: Microsoft's own emulator, in memory, on a port of its own. */
export class Azurite {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    /** Account SAS that opens everything, as query. */
    readonly sas: string,
    readonly client: BlobServiceClient,
  ) {}

  static async start(): Promise<Azurite> {
    const main = join(repository, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');
    const options = [
      '--inMemoryPersistence',
      '--blobPort',
      '0',
      '--silent',
      '--disableTelemetry',
      '--skipApiVersionCheck',
    ];
    const child = spawn(process.execPath, [main, ...options], {
      env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.on('exit', (code) => {
        reject(new Error(`Azurite ended with ${String(code)}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, found] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (found !== undefined) resolve(Number(found));
      });
    });
    const credential = new StorageSharedKeyCredential(ACCOUNT, KEY);
    const sas = generateAccountSASQueryParameters(
      {
        services: AccountSASServices.parse('b').toString(),
        resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
        permissions: AccountSASPermissions.parse('rwdlac'),
        protocol: SASProtocol.HttpsAndHttp,
        startsOn: new Date(Date.now() - 3_600_000),
        expiresOn: new Date(Date.now() + 86_400_000),
      },
      credential,
    ).toString();
    return new Azurite(child, port, sas, new BlobServiceClient(`http://127.0.0.1:${port}/${ACCOUNT}`, credential));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.kill();
    await ended;
  }
}
