// The worker as a process: what keeps it from starting, what it says and leaves, signals, commands
// beside it, what the machine runs out of, and what a kill leaves to the next run.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync,
        statSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {ask} from './fastcgi.mjs';
import {cleanUp, folder, place, run, until, Worker} from './worker.mjs';

const base = join(place, 'base');
const events = 20;
// Of a process that may not write where a run with coverage keeps its figures.
const unmeasured = {...process.env, LLVM_PROFILE_FILE: '/dev/null'};
const isRoot = process.getuid() === 0;
const mode = (...names) => (statSync(join(...names)).mode & 0o777).toString(8);
const notes = (data) => {
  const name = join(data, 'checkpoints');
  return existsSync(name) ? readdirSync(name).map((note) => readFileSync(join(name, note), 'utf8'))
                          : [];
};

before(async () => {
  assert.deepEqual(await run(['demo', '--data', base]), {status: 0, out: '', err: ''});
  writeFileSync(join(place, 'people.csv'),
                'account,name,roles\nnew.teacher,王小明,teacher:010001\n');
});
after(cleanUp);

// Starts what follows with descriptor 3 as systemd passes it, listening or not.
const passed = (socket, listening) => ['python3', '-c', `
import os, socket, sys
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
${listening ? 'door.listen()' : ''}
os.dup2(door.fileno(), 3)
os.set_inheritable(3, True)
os.execv(sys.argv[2], sys.argv[2:])`, socket];

// A pipe into which only so many bytes go until somebody reads: who says more stands still there.
let pipes = 0;
function narrowPipe(room) {
  const name = join(place, `pipe${++pipes}`);
  execFileSync('mkfifo', [name]);
  const pipe = openSync(name, 'r+');
  for (let page = 0; page < 15; page++) writeSync(pipe, Buffer.alloc(4096));
  writeSync(pipe, Buffer.alloc(4096 - room));
  return pipe;
}

// Most of the time they wait for a worker to start or end.
describe('the worker', {concurrency: 8},
         () => {
  test('a worker serves until it is told to end, and leaves what it has signed', async () => {
    const data = folder(base);
    const worker = await Worker.start(data, ['--threads', '3']);
    const health = await ask(worker.socket, 'GET', '/healthz');
    assert.match(health, /^Status: 200 OK\r\n[\s\S]*\r\nok\n$/);
    const metrics = await ask(worker.socket, 'GET', '/metrics');
    for (const line of [`yanxi_log_head ${events}`, 'yanxi_checkpoint_size 0',
                        'yanxi_low_space 0']) {
      assert.match(metrics, new RegExp(`^${line}$`, 'm'));
    }
    assert.deepEqual([mode(data, 'fcgi.sock'), mode(data, 'control.sock'), mode(data, 'log'),
                      mode(data, 'keys', 'forms.key'), mode(data, 'views')],
                     ['660', '600', '700', '600', '700']);
    worker.process.kill('SIGHUP');
    worker.process.kill('SIGUSR1');
    assert.match(await ask(worker.socket, 'HEAD', '/healthz'), /^Status: 200 OK/);
    const threads = (of) => readdirSync(`/proc/${of.pid}/task`).length;
    const few = threads(worker);
    assert.equal(await worker.stop('SIGINT'), 0);
    assert.match(worker.said, new RegExp(
      `^\\S+ info serving ${events} events on ${data}/fcgi.sock\n\\S+ info stopped at event ` +
      `${events}\n$`));
    assert.deepEqual(worker.left(), []);
    assert.equal(notes(data).length, 1);
    assert.match(notes(data)[0], new RegExp(`^\\S+\n${events}\n`));
    // What is signed already is known at the next start, whose sockets may lie elsewhere.
    const socket = join(place, 'other.sock');
    const again = await Worker.start(data, ['--socket', socket, '--threads', '9'],
                                    {socket});
    await until(() => threads(again) === few + 6, 'six threads more');
    assert.match(await ask(socket, 'GET', '/metrics'),
                 new RegExp(`^yanxi_checkpoint_size ${events}$`, 'm'));
    assert.equal(await again.stop(), 0);
    assert.equal(existsSync(socket), false);
  });

  test('a new folder is served, empty as it is', async () => {
    const data = folder();
    const worker = await Worker.start(data);
    assert.match(worker.said, /info serving 0 events/);
    assert.match(await ask(worker.socket, 'GET', '/healthz'), /^Status: 200 OK/);
    assert.equal(await worker.stop(), 0);
    assert.deepEqual(notes(data), []);
  });

  test('below the free space that is asked for no commands are taken', async () => {
    const worker = await Worker.start(folder(base), ['--min-free-mb', '1099511627776']);
    assert.match(worker.said, / error only [0-9]+ MB are free: no commands are taken\n/);
    assert.match(await ask(worker.socket, 'GET', '/metrics'), /^yanxi_low_space 1$/m);
    assert.equal(await worker.stop(), 0);
  });

  test('a start is refused with the cause, and nothing is changed', async () => {
    const good = folder(base);
    const worker = await Worker.start(good);
    const refused = async (data, said, ...words) => {
      const second = await run(['serve', '--data', data, ...words]);
      assert.equal(second.status, 2, second.err);
      assert.match(second.err, said);
      assert.match(second.err, /^yanxi: /m);
    };
    await refused(good, /cannot be opened.*[Ll]ock/);
    await refused(folder(base), /another worker listens on/, '--socket', worker.socket);
    assert.match(await ask(worker.socket, 'GET', '/healthz'), /^Status: 200 OK/);
    assert.equal(await worker.stop(), 0);
    await refused(good, /longer than a UNIX socket may have/,
                  '--socket', `/tmp/${'s'.repeat(110)}`);
    const broken = folder();
    mkdirSync(broken);
    writeFileSync(join(broken, 'note'), 'no note');
    await refused(good, /checkpoint note: [\s\S]*When the worker refuses to start/,
                  '--checkpoints', broken);
    renameSync(join(good, 'checkpoints'), join(good, 'elsewhere'));
    await refused(good, /is its disk mounted\?/);
    const moved = await Worker.start(good, ['--checkpoints', join(good, 'elsewhere')]);
    assert.equal(await moved.stop(), 0);
    renameSync(join(good, 'elsewhere'), join(good, 'checkpoints'));
    renameSync(join(good, 'log'), join(good, 'gone'));
    await refused(good, /there is no log, but checkpoints were signed/);
    assert.equal(existsSync(join(good, 'log')), false);
    const damaged = folder(base);
    writeFileSync(join(damaged, 'erasing'), 'no order\n');
    await refused(damaged, /erasing is damaged/);
  });

  test('commands are asked of the running worker, also across its end', async () => {
    const data = folder(base);
    const backups = folder();
    const worker = await Worker.start(data);
    const words = ['--data', data];
    assert.deepEqual(await run(['rebuild', ...words]),
                     {status: 0, out: `ok ${events} events folded\n`, err: ''});
    assert.match((await run(['backup', backups, ...words])).out, /ok backup 1, 20 events, head/);
    assert.match((await run(['import', 'people', 'people.csv', ...words, '--dry-run'])).out,
                 /^dry run, nothing was imported; 1 rows: 1 new/);
    assert.match((await run(['import', 'people', 'people.csv', ...words])).out,
                 /^ok 1 rows: 1 new/);
    const erased = await run(['erase', 'new.teacher', ...words, '--reason', '依申請',
                              '--second-person', '陳主任']);
    assert.equal(erased.out, `ok erased new.teacher, recorded at position ${events + 2}\n`);
    assert.match((await run(['verify', ...words])).out, new RegExp(`^ok ${events + 2} events`));
    const reading = await run(['show', 'person/new.teacher', ...words]);
    assert.deepEqual(JSON.parse(reading.out).events.map((event) => event.contents),
                     ['內容已依法刪除', {reason: '依申請', second_person: '陳主任'}]);
    // Asked while it is stopped, then killed.
    worker.process.kill('SIGSTOP');
    const asked = run(['rebuild', ...words]);
    await until(() => /\d+: \S+ \S+ \S+ \S+ \S+ \d+ .*control\.sock/.test(
      readFileSync('/proc/net/unix', 'utf8')), 'a caller');
    worker.process.kill('SIGKILL');
    assert.equal(await worker.ended, 'SIGKILL');
    assert.deepEqual(worker.left(), ['fcgi.sock', 'control.sock']);
    const answer = await asked;
    // Before it had taken the call nobody was there; then the command goes on by itself.
    if (answer.status === 0) assert.equal(answer.out, `ok ${events + 2} events folded\n`);
    else assert.deepEqual(answer, {status: 2, out: '',
                                   err: 'yanxi: the worker went away before it had answered\n'});
    const next = await Worker.start(data);  // over the sockets that were left
    assert.match(await ask(next.socket, 'GET', '/healthz'), /^Status: 200 OK/);
    assert.equal(await next.stop(), 0);
    assert.deepEqual(await run(['restore', backups, '--data', 'restored', '--accept-loss', '1']),
                     {status: 1, err: '', out:
                       'checking backup 1\nnothing would be lost: leave --accept-loss out\n'});
    const restored = await run(['restore', backups, '--data', 'restored', '--id', '1',
                                '--checkpoints', 'notes']);
    assert.match(restored.out, /^checking backup 1\nok 20 events, head [0-9a-f]{64}\n$/);
    assert.equal(readdirSync(join(place, 'notes')).length, 1);
  });

  test('whoever gives an order is recorded, by name or by number', {skip: !isRoot}, async () => {
    const data = folder(base);
    chmodSync(place, 0o755);
    execFileSync('chown', ['-R', '54321:54321', data]);
    const as = (uid) => ({env: unmeasured, through: [
      'setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']});
    const words = ['--data', data, '--reason', '依申請', '--second-person', '陳主任'];
    assert.equal((await run(['erase', 'teacher1', ...words], as(54321))).status, 0);
    const worker = await Worker.start(data, [], as(54321));
    assert.equal((await run(['erase', 'teacher2', ...words])).status, 0);
    // Whom the folder lets in is still not answered.
    chmodSync(data, 0o755);
    chmodSync(join(data, 'control.sock'), 0o777);
    assert.deepEqual(await run(['erase', 'teacher3', ...words], as(54322)),
                     {status: 2, out: '',
                      err: 'yanxi: the worker went away before it had answered\n'});
    const last = async (account) =>
      (await run(['history', `person/${account}`, '--data', data])).out.trim().split('\n').at(-1);
    assert.match(await last('teacher1'), /  54321  person\.erased\.1$/);
    assert.match(await last('teacher2'), /  root  person\.erased\.1$/);
    assert.match(await last('teacher3'), /  system  person\.registered\.1$/);
    assert.equal(await worker.stop(), 0);
  });

  test('what an interrupted erasure began is ended before anybody is served', async () => {
    const data = folder(base);
    const order = (account) => JSON.stringify({
      account, at: '2026-09-01T08:00:00+08:00', at_us: Date.now() * 1000, reason: '依申請',
      actor: 'root', second_person: '陳主任', id: Buffer.from(account.padEnd(16)).toString('hex')});
    writeFileSync(join(data, 'erasing'), `${order('teacher1')}\n`);
    // An older log was put in place.
    writeFileSync(join(data, 'erasures'), `${order('teacher2')}\n`);
    mkdirSync(join(data, 'views'));
    writeFileSync(join(data, 'views', 'left'), 'old words');
    const worker = await Worker.start(data);
    assert.match(worker.said, / warning carried out the erasure of teacher1: done\n/);
    assert.match(worker.said,
                 / warning carried out the erasure of teacher2: done\n.* info serving 22/);
    assert.equal(existsSync(join(data, 'erasing')), false);
    assert.equal(existsSync(join(data, 'views', 'left')), false);
    assert.equal(readFileSync(join(data, 'erasures'), 'utf8').trim().split('\n').length, 2);
    assert.equal(await worker.stop(), 0);
    writeFileSync(join(data, 'erasing'), `${order('nobody')}\n`);
    const again = await Worker.start(data);
    assert.match(again.said, / carried out the erasure of nobody: nobody is registered under /);
    assert.equal(await again.stop(), 0);
  });

  test('a disk that fails under an order ends the worker, unsigned', async () => {
    const data = folder(base);
    // Nor could it write the figures of a run with coverage, and would damage those of others.
    const worker = await Worker.start(data, [], {env: unmeasured});
    execFileSync('prlimit', ['--pid', String(worker.pid), '--fsize=1']);
    const failed = await run(['import', 'people', 'people.csv', '--data', data]);
    assert.equal(failed.status, 2);
    assert.equal(await worker.ended, 2);
    assert.match(worker.said, / critical an operation failed and its outcome is unknown: /);
    assert.match(worker.said, new RegExp(` info stopped at event ${events}\n`));
    assert.deepEqual(notes(data), []);
    assert.deepEqual(worker.left(), []);
    const next = await Worker.start(data);
    assert.match((await run(['import', 'people', 'people.csv', '--data', data])).out, /^ok 1 rows/);
    assert.equal(await next.stop(), 0);
  });

  test('without descriptors left it waits until there are some', async () => {
    const worker = await Worker.start(folder(base), ['--threads', '2']);
    const open = new Set(readdirSync(`/proc/${worker.pid}/fd`).map(Number));
    let free = 0;
    while (open.has(free)) free++;
    const limit = (most) => execFileSync('prlimit',
                                         ['--pid', String(worker.pid), `--nofile=${most}:4096`]);
    limit(free);
    const answer = ask(worker.socket, 'GET', '/healthz');
    await worker.says(/ error accept: Too many open files\n/);
    limit(4096);
    assert.match(await answer, /^Status: 200 OK/);
    assert.equal(await worker.stop(), 0);
  });

  test('a socket that systemd passes is served and left', async () => {
    const socket = join(place, 'passed.sock');
    const env = {...process.env, LISTEN_FDS: '1'};
    const worker = await Worker.start(folder(base), [], {through: passed(socket, true), env,
                                                          socket});
    assert.equal(existsSync(join(worker.data, 'fcgi.sock')), false);
    assert.equal(await worker.stop(), 0);
    assert.equal(existsSync(socket), true);
    // One that takes no calls ends the worker.
    const through = passed(join(place, 'deaf.sock'), false);
    const deaf = new Worker(folder(base), [], {through, env});
    assert.equal(await deaf.ended, 2);
    assert.match(deaf.said, / critical accept: Invalid argument\n/);
    assert.deepEqual(notes(deaf.data), []);
    // More than one is not for it.
    const two = await Worker.start(folder(base), [], {env: {...env, LISTEN_FDS: '2'}});
    assert.match(await ask(two.socket, 'GET', '/healthz'), /^Status: 200 OK/);
    assert.equal(await two.stop(), 0);
  });

  test('a backup that is killed in the middle is none, and the next one is', async () => {
    const data = folder(base);
    const backups = folder();
    const begin = (room) => {
      const pipe = narrowPipe(room);
      return new Worker(data, [], {command: ['backup', backups, '--data', data],
                                   stdio: ['ignore', pipe, 'pipe']});
    };
    const copying = begin(1);
    await until(() => existsSync(join(backups, '.companions')), 'companions');
    assert.equal(await copying.stop('SIGKILL'), 'SIGKILL');
    const checking = begin('copying what is new\n'.length);
    await until(() => existsSync(join(backups, '1')), 'a first backup');
    assert.equal(await checking.stop('SIGTERM'), 'SIGTERM');
    assert.equal(existsSync(join(backups, '1', 'SHA256SUMS')), false);
    const none = await run(['verify', '--data', backups]);
    assert.equal(none.status, 1);
    assert.match(none.out, /^fault at position 0: the log cannot be opened/);
    const next = await run(['backup', backups, '--data', data, '--keep', '1']);
    assert.match(next.out, /\nok backup 2, 20 events, head /, next.err);
    assert.equal(existsSync(join(backups, '1')), false);
    assert.match((await run(['verify', '--data', backups])).out, /^ok 20 events, head /);
    assert.match((await run(['verify', '--data', data])).out, /^ok 20 events, head /);
    // Of a worker it is only the asking that is killed.
    const worker = await Worker.start(data);
    const asking = begin(1);
    await until(() => existsSync(join(backups, '3')), 'a third backup');
    await asking.stop('SIGKILL');
    await until(() => existsSync(join(backups, '3', 'SHA256SUMS')), 'its end');
    assert.equal(await worker.stop(), 0);
  });

  test('an import that is killed goes on with the same file', async () => {
    const data = folder(base);
    const rows = Array.from({length: 400}, (_, i) => `new.${i},王小明,teacher:010001\n`);
    writeFileSync(join(place, 'many.csv'), `account,name,roles\n${rows.join('')}`);
    const log = () => readdirSync(join(data, 'log')).filter((name) => name.endsWith('.log'))
      .reduce((sum, name) => sum + statSync(join(data, 'log', name)).size, 0);
    const killed = new Worker(data, [], {command: ['import', 'people', 'many.csv', '--data', data],
                                         cwd: place, stdio: ['ignore', 'ignore', 'pipe']});
    // A log that is opened anew begins a new file; with the first rows it grows.
    let seen = 0;
    await until(() => {
      const size = log();
      const grown = seen > 0 && size > seen;
      seen = size < seen || seen === 0 ? size : seen;
      return grown || killed.process.exitCode !== null;
    }, 'the first rows');
    await killed.stop('SIGKILL');
    const checked = await run(['verify', '--data', data]);
    assert.equal(checked.status, 0, checked.out + checked.err);
    const done = Number(checked.out.match(/^ok (\d+)/)[1]) - events;
    assert.equal((await run(['import', 'people', 'many.csv', '--data', data])).out,
                 `ok 400 rows: ${400 - done} new, 0 changed, ${done} the same\n`);
    assert.match((await run(['verify', '--data', data])).out, /^ok 420 events/);
  });

  test('a rebuild that is killed leaves views that serve', async () => {
    const data = folder(base);
    const killed = new Worker(data, [], {command: ['rebuild', '--data', data],
                                         stdio: ['ignore', narrowPipe(1), 'pipe']});
    await until(() => existsSync(join(data, 'views', 'CURRENT')), 'views');
    assert.equal(await killed.stop('SIGKILL'), 'SIGKILL');
    const worker = await Worker.start(data);
    assert.match(await ask(worker.socket, 'GET', '/'), /^Status: 200 OK/);
    assert.equal(await worker.stop(), 0);
    assert.equal((await run(['rebuild', '--data', data])).out, `ok ${events} events folded\n`);
  });
});
