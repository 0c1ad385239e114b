/** The example app as a process of its own, on a folder that outlives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../examples/main-app/main-app.js', import.meta.url));

export interface AppSettings {
  readonly folder: string;
  readonly rollcallUrl: string;
  readonly token: string;
  readonly settleSeconds: number;
  readonly webhookSecret?: string;
  /** Any free one, unless it is said. */
  readonly port?: number;
}

export class ExampleApp {
  readonly #settings: AppSettings;
  #child: ChildProcess | undefined;
  #url: Promise<string> = Promise.reject(new Error('the app was not started'));
  /** Everything its lives have printed. */
  output = '';

  constructor(settings: AppSettings) {
    this.#settings = settings;
    this.#url.catch(() => undefined);
  }

  /** The address of the present life, once it listens. */
  get url(): Promise<string> {
    return this.#url;
  }

  start(): void {
    const { folder, rollcallUrl, token, settleSeconds, webhookSecret, port = 0 } = this.#settings;
    const child = spawn(process.execPath, [SCRIPT], {
      env: {
        DATA_FOLDER: folder,
        ROLLCALL_URL: rollcallUrl,
        ROLLCALL_TOKEN: token,
        SETTLE_SECONDS: String(settleSeconds),
        PORT: String(port),
        ...(webhookSecret === undefined ? {} : { WEBHOOK_SECRET: webhookSecret }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#url = new Promise((resolve, reject) => {
      const look = (chunk: Buffer): void => {
        this.output += chunk.toString();
        const [, address] = /listens on (http:\S+)\n/.exec(chunk.toString()) ?? [];
        if (address !== undefined) resolve(address);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('exit', () => reject(new Error(`the app ended: ${this.output}`)));
    });
    this.#url.catch(() => undefined);
  }

  /** As the kernel does it; resolves when the process is gone. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** As an orchestrator does it. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const hasEnded = new Promise(resolve => child.once('exit', resolve));
    child.kill(signal);
    await hasEnded;
  }

  /** Asks the app, and the next life if this one ends meanwhile. */
  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await fetch((await this.#url) + path, {
          method,
          ...(body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        });
      } catch (error) {
        if (tries > 200) throw error;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }
  }

  /** The addresses that mails went out to, one for each mail. */
  get mails(): readonly string[] {
    const folder = join(this.#settings.folder, 'mails');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map(
      name => /^To: (.*)$/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? name,
    );
  }
}
