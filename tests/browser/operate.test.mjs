// What an operator meets: a full disk, a log that lost something, a backup under load, an erasure.
import assert from 'node:assert/strict';
import {execFile, execFileSync, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Client} from './client.mjs';
import {build, Service, top} from './service.mjs';

// The service for one test, ended with it; it may have ended by itself.
async function start(t, environment) {
  const service = await Service.start('open', environment);
  t.after(async () => {
    await service.halt();
    rmSync(service.folder, {recursive: true});
  });
  return service;
}

const save = (client, v, text) => client.post('/plan/topics', {
  go: 'home', v, once: `once-${text}`, 'h.1-2-99': '3', 'o.1-2-99': text});

function run(...words) {
  return spawnSync(join(build, 'yanxi'), words, {encoding: 'utf8'});
}

test('a nearly full disk takes no commands and goes on showing pages', async (t) => {
  const service = await start(t, {YANXI_MIN_FREE_MB: '1000000000'});
  const client = await new Client(service).signIn('teacher1');
  assert.equal((await client.get('/plan')).status, 200);
  assert.equal((await client.get('/my-data')).status, 200);
  const refused = await save(client, 0, '海洋');
  assert.equal(refused.status, 503);
  assert.equal(refused.headers['retry-after'], '60');
  assert.match(refused.body.toString(), /暫停服務[\s\S]*約 1 分鐘後再試/);
  const csrf = client.csrf;
  const autosave = await client.send('POST', '/plan/autosave',
    String(new URLSearchParams({csrf, v: 0, once: 'x', 'h.1-1-1': '1'})),
    {accept: 'application/json'});
  assert.equal(autosave.status, 503);
  assert.equal(JSON.parse(autosave.body).status, 503);
  assert.match((await client.get('/metrics')).body.toString(), /yanxi_low_space 1/);
  assert.equal(run('history', 'plan/115/teacher1', '--data', service.data).status, 1);
  // With space again, the same form is taken.
  await service.halt();
  service.environment = {};
  await service.run();
  assert.equal((await save(client, 0, '海洋')).status, 303);
});

test('a failed write is answered as unknown, stops the worker and loses nothing', async (t) => {
  // With no file that grows it would damage the figures of a run with coverage.
  const service = await start(t, {LLVM_PROFILE_FILE: '/dev/null'});
  const client = await new Client(service).signIn('teacher1');
  assert.equal((await save(client, 0, '海洋')).status, 303);
  execFileSync('prlimit', ['--pid', String(service.workerPid()), '--fsize=1']);
  const unknown = await save(client, 1, '山野');
  assert.equal(unknown.status, 503);
  assert.match(unknown.body.toString(), /暫時無法確認是否已儲存/);
  assert.notEqual(await service.ended, 0);
  await service.run();
  assert.match(service.yanxi('verify'), /^ok 21 events/);
  assert.equal((await save(client, 1, '山野')).status, 303);
});

test('a log whose write-ahead file is gone is refused with what to do', async (t) => {
  const service = await start(t);
  const client = await new Client(service).signIn('teacher1');
  assert.equal((await save(client, 0, '海洋')).status, 303);
  await service.halt();
  const log = join(service.data, 'log');
  for (const name of readdirSync(log)) if (name.endsWith('.log')) rmSync(join(log, name));
  await assert.rejects(service.run(), (error) => {
    assert.match(error.message, /acknowledged events are missing/);
    assert.match(error.message, /restore the newest backup/);
    return true;
  });
  assert.equal(run('verify', '--data', service.data).status, 1);
  // One of which nothing can be read at all is a fault, too.
  writeFileSync(join(log, 'CURRENT'), 'MANIFEST-nowhere\n');
  const damaged = run('verify', '--data', service.data);
  assert.equal(damaged.status, 1);
  assert.match(damaged.stdout, /^fault at position 0: the log cannot be opened/);
});

test('a lost log is no reason to make demonstration data', async (t) => {
  const service = await start(t);
  await service.halt();
  rmSync(join(service.data, 'log'), {recursive: true});
  await assert.rejects(service.run(), /there is no log, but checkpoints were signed/);
});

test('a backup made under load is put in place elsewhere and serves', async (t) => {
  const service = await start(t);
  const client = await new Client(service).signIn('teacher1');
  const backups = join(service.folder, 'backups');
  let version = 0;
  let busy = true;
  const load = (async () => {
    while (busy) assert.equal((await save(client, version, `第${++version}次`)).status, 303);
  })();
  for (let i = 0; i < 3; i++) {
    // Asked of the worker, which alone may write: in another process, so that saves go on here.
    const made = await new Promise((resolve) => {
      execFile(join(build, 'yanxi'), ['backup', backups, '--data', service.data],
               (error, stdout, stderr) => resolve({error, stdout, stderr}));
    });
    assert.equal(made.error, null, made.stderr);
    assert.match(made.stdout, new RegExp(`ok backup ${i + 1}, \\d+ events`));
  }
  busy = false;
  await load;
  assert.equal(run('verify', '--data', backups).status, 0);
  assert.equal(spawnSync('sha256sum', ['--check', '--quiet', '3/SHA256SUMS'],
                         {cwd: backups}).status, 0);
  await service.halt();

  const other = join(service.folder, 'other');
  const restored = run('restore', backups, '--data', other);
  assert.equal(restored.status, 0, restored.stdout + restored.stderr);
  assert.equal(run('restore', backups, '--data', other).status, 2);
  const events = (text) => text.match(/ok (\d+) events, head/)[1];
  assert.equal(events(restored.stdout), events(run('verify', '--data', other).stdout));
  service.data = other;
  await service.run();
  const again = await new Client(service).signIn('teacher1');
  assert.match((await again.get('/plan')).body.toString(), /尚未送出/);
});

test('an erased person is signed out, gone and said to be gone', async (t) => {
  const service = await start(t);
  const client = await new Client(service).signIn('teacher1');
  assert.equal((await save(client, 0, '自編海洋教材')).status, 303);
  assert.equal((statSync(join(service.data, 'control.sock')).mode & 0o777), 0o600);
  const words = ['--data', service.data];
  assert.notEqual(run('erase', 'teacher1', ...words).status, 0);
  assert.equal(run('erase', 'nobody', '--reason', '依申請', '--second-person', '陳主任', ...words)
                   .status, 1);
  const erased = run('erase', 'teacher1', '--reason', '依申請', '--second-person', '陳主任', ...words);
  assert.equal(erased.status, 0, erased.stdout + erased.stderr);
  assert.equal((await client.get('/plan')).status, 303);
  await assert.rejects(new Client(service).signIn('teacher1'), /answered 422/);
  assert.equal((await new Client(service).signIn('teacher2')).csrf.length > 0, true);
  assert.match(run('history', 'plan/115/teacher1', ...words).stdout, /內容已依法刪除/);
  const shown = JSON.parse(run('show', 'plan/115/teacher1', ...words).stdout);
  assert.deepEqual([shown.version, shown.state, shown.note], [1, 'absent', '內容已依法刪除']);
  assert.equal(run('verify', ...words).status, 0);
  const file = join(service.folder, 'export.jsonl');
  const lines = execFileSync(join(build, 'yanxi'), ['export', ...words], {encoding: 'utf8'});
  assert.doesNotMatch(lines, /自編海洋教材/);
  const check = (text) => {
    writeFileSync(file, text);
    return spawnSync('python3', [join(top, 'tests', 'verify_export.py'), file], {encoding: 'utf8'});
  };
  assert.equal(check(lines).status, 0);
  const unsaid = lines.split('\n').filter((line) => !line.includes('person.erased.1')).join('\n');
  assert.match(check(unsaid).stdout, /no erasure of teacher1 is recorded/);
  assert.match(readFileSync(join(service.data, 'erasures'), 'utf8'), /"account":"teacher1"/);
});

test('checkpoints can lie elsewhere, and a nightly check can begin at one', async (t) => {
  const service = await start(t);
  await service.halt();
  const [name] = readdirSync(join(service.data, 'checkpoints'));
  const words = ['verify', '--data', service.data];
  assert.match(run(...words, '--from', name.slice(0, 10)).stdout, /^ok 0 events, head/);
  assert.equal(run(...words, '--from', '1999-01-01').status, 2);
  const elsewhere = join(service.folder, 'spool');
  execFileSync('mv', [join(service.data, 'checkpoints'), elsewhere]);
  writeFileSync(join(elsewhere, 'broken'), 'no note');
  assert.equal(run(...words).status, 0);
  assert.match(run(...words, '--checkpoints', elsewhere).stdout,
               /fault at position 0: checkpoint broken/);
});
