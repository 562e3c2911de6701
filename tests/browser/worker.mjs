// The program itself on data folders of its own, without nginx. Here: running a command, a worker
// to wait for. Not here: what they should say (terminal.test.mjs, serve.test.mjs).
import {execFile, spawn} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ask} from './fastcgi.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const yanxi = join(process.env.YANXI_BUILD ?? join(top, 'build'), 'yanxi');
export const place = mkdtempSync(join(tmpdir(), 'yanxi-terminal-'));
const started = [];
// At the end of a file's tests, however they ended.
export function cleanUp() {
  for (const worker of started) worker.process.kill('SIGKILL');
  rmSync(place, {recursive: true, force: true});
}

// {status, out, err}; the signal stands as the status of what was killed.
export function run(words, options = {}) {
  return new Promise((resolve) => {
    const [program, ...rest] = options.through ? [...options.through, yanxi, ...words]
                                               : [yanxi, ...words];
    execFile(program, rest, {cwd: place, maxBuffer: 1 << 28, ...options}, (error, out, err) =>
      resolve({status: error ? error.signal ?? error.code : 0, out, err}));
  });
}

// Looks again and again until it is so.
export async function until(condition, what) {
  const deadline = Date.now() + 30_000;
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

let copies = 0;
// A folder of one's own, a copy of another or new.
export function folder(original) {
  const name = join(place, `f${++copies}`);
  if (original) cpSync(original, name, {recursive: true});
  return name;
}

// A process that is not waited for: `serve`, or another command.
export class Worker {
  constructor(data, words = [], options = {}) {
    this.data = data;
    this.socket = options.socket ?? join(data, 'fcgi.sock');
    this.said = '';
    const [program, ...rest] = [...options.through ?? [], yanxi,
                                ...options.command ?? ['serve', '--data', data, ...words]];
    this.process = spawn(program, rest, {stdio: ['ignore', 'ignore', 'pipe'], ...options});
    this.process.stderr.on('data', (chunk) => { this.said += chunk; });
    started.push(this);
    // Its status when all it said was read.
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => resolve(code ?? signal));
    });
  }
  static async start(...all) {
    const worker = new Worker(...all);
    await Promise.race([worker.says(/ info serving /), worker.ended]);
    if (worker.process.exitCode !== null) throw new Error(worker.said);
    // Its views may still be on their way.
    await until(async () => (await ask(worker.socket, 'GET', '/healthz')).includes(' 200 OK'),
                'pages');
    return worker;
  }
  says(pattern) { return until(() => pattern.test(this.said), `${pattern} in ${this.said}`); }
  get pid() { return this.process.pid; }
  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return this.ended;
  }
  // Whether its doors are gone with it.
  left() {
    return ['fcgi.sock', 'control.sock'].filter((name) => existsSync(join(this.data, name)));
  }
}
