// The service over HTTP through the real nginx: headers, limits, bad input, restarts, a clean stop.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, statSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {Client} from './client.mjs';
import {build, Service, top} from './service.mjs';

let service;
before(async () => { service = await Service.start(); });
after(async () => { await service?.stop(); });

// The raw answer to raw bytes.
function raw(text) {
  return new Promise((resolve, reject) => {
    const socket = connect(service.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => { answer += chunk; });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('pages carry the headers that protect them', async () => {
  const {status, headers} = await new Client(service).get('/');
  assert.equal(status, 200);
  assert.match(headers['content-security-policy'], /default-src 'none'/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers.server, 'nginx');
  const login = await new Client(service).get('/login');
  assert.match(login.headers['set-cookie'][0],
               /^yanxi=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('style sheet and script are kept for ever and compressed', async () => {
  const page = (await new Client(service).get('/')).body.toString();
  const addresses = page.match(/\/assets\/[\w.]+/g);
  assert.equal(new Set(addresses).size, 3);
  for (const address of addresses) {
    const {status, headers} = await new Client(service).get(address, {'accept-encoding': 'gzip'});
    assert.equal(status, 200);
    assert.match(headers['cache-control'], /immutable/);
  }
  assert.equal((await new Client(service).get('/assets/none.css')).status, 404);
});

test('first views stay within their budget of bytes', async () => {
  const client = await new Client(service).signIn('clerk3');
  await client.post('/plan/start', {go: 'start', v: 0, once: 'budget'});
  const size = async (path) => (await client.get(path, {'accept-encoding': 'gzip'})).body.length;
  for (const path of ['/', '/plan', '/plan/profile', '/plan/needs', '/plan/topics',
                      '/plan/preview']) {
    assert.ok(await size(path) < 12 * 1024, path);
  }
  const page = (await client.get('/')).body.toString();
  for (const address of page.match(/\/assets\/[\w.]+(css|js)/g)) {
    assert.ok(await size(address) < 6 * 1024, address);
  }
});

test('paths are matched as they are', async () => {
  for (const path of ['/plan//topics', '/%70lan', '/plan%2ftopics', '/./plan', '/plan/../plan',
                      '/PLAN', '/plan/topics/', '/\xff', '/.git/config', '/e/503.html',
                      '/../etc']) {
    assert.match(await raw(`GET ${path} HTTP/1.0\r\nHost: x\r\n\r\n`), /^HTTP\/1.1 40[04]/, path);
  }
  assert.match(await raw('GET /%00 HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 400/);
});

test('a body over the limit is refused with a page that says so', async () => {
  const client = await new Client(service).signIn('teacher1');
  const answer = await client.post('/plan/needs', {'time.other': '字'.repeat(30000)});
  assert.equal(answer.status, 413);
  assert.match(answer.body.toString(), /內容太大/);
  const many = Object.fromEntries(Array.from({length: 330}, (_, i) => [`f${i}`, '']));
  assert.equal((await client.post('/plan/needs', many)).status, 413);
});

test('other methods, types and sites are refused', async () => {
  const client = await new Client(service).signIn('teacher1');
  assert.equal((await client.send('DELETE', '/plan')).status, 405);
  assert.equal((await client.send('PUT', '/plan', '')).status, 405);
  assert.equal((await client.get('/logout')).status, 405);
  const body = String(new URLSearchParams({csrf: client.csrf, go: 'start', v: 0}));
  const start = (headers) => client.send('POST', '/plan/start', body, headers);
  assert.equal((await start({'content-type': 'application/json'})).status, 415);
  assert.equal((await start({origin: 'http://elsewhere.example'})).status, 403);
  assert.equal((await start({'sec-fetch-site': 'cross-site'})).status, 403);
  assert.equal((await start({origin: service.base})).status, 303);
  const head = await client.send('HEAD', '/plan');
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
});

test('two session cookies are no session', async () => {
  const client = await new Client(service).signIn('teacher1');
  const cookie = `yanxi=${client.cookies.get('yanxi')}`;
  assert.equal((await client.get('/plan', {cookie})).status, 200);
  assert.equal((await client.get('/plan', {cookie: `${cookie}; yanxi=other`})).status, 303);
});

test('one person\'s token does not serve another', async () => {
  const mine = await new Client(service).signIn('teacher1');
  const other = await new Client(service).signIn('teacher2');
  other.csrf = mine.csrf;
  assert.equal((await other.post('/plan/start', {go: 'start', v: 0})).status, 403);
  assert.throws(() => service.yanxi('history', 'plan/115/teacher2'));
});

test('a redirect shows its own write', async () => {
  const client = await new Client(service).signIn('teacher3');
  await client.post('/plan/start', {go: 'start', v: 0, once: 'w'});
  for (let hours = 1; hours <= 30; hours++) {
    const saved = await client.post('/plan/topics',
                                    {go: 'home', v: hours, once: `w${hours}`, 'h.1-1-1': hours});
    assert.equal(saved.status, 303);
    assert.match((await client.get('/plan')).body.toString(), new RegExp(`<dd>${hours} 小時</dd>`));
  }
});

test('metrics say where log and views stand', async () => {
  const {body} = await new Client(service).get('/metrics');
  const head = Number(body.toString().match(/^yanxi_log_head (\d+)/m)[1]);
  assert.match(service.yanxi('verify'), new RegExp(`^ok ${head} events`));
  assert.match(body.toString(), /^yanxi_projector_lag 0/m);
});

test('a second worker on the same data is refused', () => {
  const second = spawnSync(join(build, 'yanxi'), ['serve', '--data', service.data],
                           {encoding: 'utf8'});
  assert.equal(second.status, 2);
  assert.match(second.stderr, /cannot be opened/);
});

test('wrong usage of the program is 2, a no is 1', () => {
  const status = (...words) => spawnSync(join(build, 'yanxi'), words).status;
  assert.equal(status(), 2);
  assert.equal(status('verify'), 2);
  assert.equal(status('verify', '--data', '/nowhere'), 2);
  assert.equal(status('history', 'plan/115/nobody', '--data', service.data), 1);
  assert.equal(status('show', 'plan/115/teacher3', '--at', 'yesterday', '--data', service.data), 2);
  assert.equal(status('verify', '--help'), 0);
});

test('show tells a plan as it was at a version or a time', () => {
  const at = (...words) => JSON.parse(service.yanxi('show', 'plan/115/teacher3', ...words));
  assert.equal(at('--version', '5').contents.hours['1-1-1'], 4);
  assert.equal(at('--at', '2020-01-01T00:00:00+08:00').state, 'absent');
  assert.deepEqual([at().version, at().state], [31, 'draft']);
});

test('a restart signs nobody out, and a clean stop leaves regular files only', async () => {
  const client = await new Client(service).signIn('teacher1');
  assert.equal(await service.halt(), 0);
  const walk = (folder) => readdirSync(folder, {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [[entry.name, entry.isFile()]]);
  const files = walk(service.data);
  assert.ok(files.length > 5);
  assert.deepEqual(files.filter(([, regular]) => !regular), []);
  assert.equal(statSync(join(service.data, 'keys', 'forms.key')).mode & 0o777, 0o600);
  const events = service.yanxi('verify').match(/^ok (\d+) events/)[1];
  assert.equal(service.yanxi('rebuild'), `ok ${events} events folded\n`);
  await service.run();
  assert.equal((await client.get('/plan')).status, 200);
});

test('a killed worker ends nginx/run and loses nothing', async () => {
  const other = await Service.start();
  process.kill(other.workerPid(), 'SIGKILL');
  assert.notEqual(await other.ended, 0);
  // What was acknowledged before the kill is there at the next start.
  await other.run();
  assert.match(other.yanxi('verify'), /^ok 20 events/);
  await other.stop();
});

test('too many sign-ins from one address get a page that says to wait', async (t) => {
  const other = await Service.start();
  t.after(() => other.stop());
  const statuses = await Promise.all(Array.from({length: 140}, async () => {
    const answer = await fetch(`${other.base}/login`);
    return [answer.status, answer.headers.get('retry-after'), await answer.text()];
  }));
  const refused = statuses.filter(([status]) => status === 429);
  assert.ok(refused.length > 10 && refused.length < 140);
  assert.equal(refused[0][1], '30');
  assert.match(refused[0][2], /操作太頻繁/);
});

test('an export is checked by a script that knows only SHA-256', () => {
  const file = join(service.folder, 'export.jsonl');
  const check = (text) => {
    writeFileSync(file, text);
    return spawnSync('python3', [join(top, 'tests', 'verify_export.py'), file], {encoding: 'utf8'});
  };
  const lines = service.yanxi('export').trim().split('\n');
  const good = check(`${lines.join('\n')}\n`);
  assert.equal(good.status, 0, good.stdout);
  assert.equal(good.stdout, service.yanxi('verify'));
  const changed = [lines[0].replace('晨光', '星光'), ...lines.slice(1)];
  assert.match(check(changed.join('\n')).stdout, /fault at position 1: the payload is not/);
  const shortened = [...lines.slice(0, 7), ...lines.slice(8)];
  assert.match(check(shortened.join('\n')).stdout, /fault at position 9: positions jump/);
});
