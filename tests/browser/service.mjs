// The real service for a test: nginx/run with the build under test, its own data folder and port.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const build = process.env.YANXI_BUILD ?? join(top, 'build');

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Service {
  static async start(phase = 'open', environment = {}) {
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), 'yanxi-service-'));
    service.data = join(service.folder, 'data');
    service.phase = phase;
    service.environment = environment;
    await service.run();
    return service;
  }

  // Starts nginx/run and waits for the line that says it is ready.
  async run() {
    this.port ??= await freePort();
    this.base = `http://127.0.0.1:${this.port}`;
    this.output = '';
    this.process = spawn(join(top, 'nginx', 'run'), {
      env: {...process.env, YANXI_BUILD: build, YANXI_DATA: this.data,
            YANXI_PORT: String(this.port), YANXI_PHASE: this.phase,
            YANXI_MIN_FREE_MB: '32', ...this.environment},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.process.on('exit', (code) => resolve(code)));
    await new Promise((resolve, reject) => {
      const read = (chunk) => {
        this.output += chunk;
        if (/^ready http/m.test(this.output)) resolve();
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', () => reject(new Error(`nginx/run ended: ${this.output}`)));
    });
  }

  async halt() {
    this.process.kill('SIGTERM');
    return this.ended;
  }

  async stop() {
    const status = await this.halt();
    rmSync(this.folder, {recursive: true});
    return status;
  }

  workerPid() {
    return Number(execFileSync('pgrep', ['-f', `serve --data ${this.data} `], {encoding: 'utf8'}));
  }

  // The program's own commands on this data, beside the running worker.
  yanxi(...words) {
    return execFileSync(join(build, 'yanxi'), [...words, '--data', this.data],
                        {encoding: 'utf8', maxBuffer: 1 << 30});
  }
}
