// The program on a terminal: words it takes and refuses, what it says at a start, beside a worker,
// when it is stopped, killed, or the machine runs out of something.
import assert from 'node:assert/strict';
import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {cleanUp, place, run} from './worker.mjs';

const base = join(place, 'base');
const events = 20;
const year = () => {  // the academic year of now, in Taipei
  const now = new Date(Date.now() + 8 * 3600_000);
  return now.getUTCFullYear() - 1911 - (now.getUTCMonth() < 7 ? 1 : 0);
};

before(async () => {
  assert.deepEqual(await run(['demo', '--data', 'base']), {status: 0, out: '', err: ''});
  writeFileSync(join(place, 'people.csv'),
                'account,name,roles\nnew.teacher,王小明,teacher:010001\n');
});
after(cleanUp);

// Every row, four at a time.
async function each(rows, check) {
  const rest = [...rows.entries()];
  const hand = async () => {
    for (let row; (row = rest.shift());) await check(row[1], row[0]);
  };
  await Promise.all([hand(), hand(), hand(), hand()]);
}

const data = ['--data', 'base'];
const nowhere = ['--data', 'people.csv/x'];  // no folder can be there

test('what is no command, or not all of one, is 2 and does nothing', async () => {
  const erase = ['erase', 'teacher1', ...data];
  await each([
    [], ['fly'], ['verify'], ['serve'], ['demo'], ['rebuild'], ['export'],
    ['history', 'unit/010001'], ['show', 'unit/010001'], ['history', ...data], ['show', ...data],
    ['backup', ...data], ['restore', ...data], ['import', ...data], ['import', 'people', ...data],
    ['erase', ...data],
    ['verify', ...data, 'more'], ['rebuild', ...data, 'more'], ['verify', ...data, '--reason', 'x'],
    ['import', 'planets', 'people.csv', ...data], ['import', 'people', 'none.csv', ...data],
    ['import', 'roster', 'people.csv', ...data, '--year', '99'],
    ['import', 'roster', 'people.csv', ...data, '--year', '200'],
    ['export', ...data, '--year', '0'], ['export', ...data, '--year', '1000'],
    ['verify', ...data, '--from', '2026-13-01'], ['verify', ...data, '--from', '2026-9-30'],
    ['verify', ...data, '--from', '2026-09-3'], ['verify', ...data, '--from', 'yesterday'],
    ['show', 'unit/010001', ...data, '--at', 'yesterday'],
    ['show', 'unit/010001', ...data, '--at', '2026-09-25T10:00:00'],
    ['show', 'unit/010001', ...data, '--version', 'x'],
    ['show', 'unit/010001', ...data, '--version', '-1'],
    ['show', 'unit/010001', ...data, '--version', '1', '--at', '2026-09-25T10:00:00+08:00'],
    ['serve', ...nowhere, '--threads', '0'], ['serve', ...nowhere, '--threads', '513'],
    ['serve', ...nowhere, '--min-free-mb', '-1'],
    ['serve', ...nowhere, '--min-free-mb', '1099511627777'],
    ['demo', ...nowhere, '--phase', 'never'], ['demo', ...nowhere, '--teachers', '400001'],
    ['demo', ...nowhere, '--teachers', '-1'], ['backup', 'b', ...data, '--keep', 'x'],
    ['backup', 'b', ...data, '--keep', '-1'], ['restore', 'b', ...nowhere, '--id', 'x'],
    ['restore', 'b', ...nowhere, '--id', '-1'], ['restore', 'b', ...nowhere, '--accept-loss', 'x'],
    ['restore', 'b', ...nowhere, '--accept-loss', '-1'], erase, [...erase, '--reason', '依申請'],
    [...erase, '--second-person', '陳主任'],
  ], async (words) => {
    const {status, out, err} = await run(words);
    assert.equal(status, 2, words.join(' '));
    assert.equal(out, '', words.join(' '));
    assert.doesNotMatch(err, /^yanxi: /, words.join(' '));  // what cannot run, for other reasons
    assert.match(err, /\n$/);
  });
  assert.match((await run(['verify', ...data])).out, new RegExp(`^ok ${events} events`));
  assert.deepEqual(readdirSync(base), ['log']);
});

test('what is all of a command is tried, and what cannot be done is 2, too', async () => {
  await each([
    [['serve', ...nowhere, '--threads', '1', '--min-free-mb', '0'], /Not a directory/],
    [['serve', ...nowhere, '--threads', '512', '--min-free-mb', '1099511627776'],
     /Not a directory/],
    [['demo', ...nowhere, '--phase', 'closed', '--teachers', '400000'], /Not a directory/],
    [['demo', ...data], /the data folder holds events already/],
    [['verify', ...nowhere], /there is no log/],
    [['verify', ...data, '--from', '2026-09-30'],
     /the log has no checkpoint of 2026-09-30 or before/],
    [['export', ...nowhere, '--year', '1'], /there is no log in .*\/people\.csv\/x/],
    [['export', ...nowhere, '--year', '999', '--stream', 'x'], /there is no log/],
    [['history', 'x', ...nowhere], /there is no log/],
    [['show', 'x', ...nowhere, '--version', '0'], /there is no log/],
    [['rebuild', ...nowhere], /there is no log/],
    [['backup', 'b', ...nowhere, '--keep', '0'], /there is no log/],
    [['backup', 'base/b', ...data], /backups must lie apart from the data folder/],
    [['restore', 'b', '--data', 'new', '--id', '1', '--accept-loss', '0'],
     /there is no whole backup and no log in .*\/b/],
    [['import', 'roster', 'people.csv', ...nowhere, '--year', '100'], /there is no log/],
    [['import', 'roster', 'people.csv', ...nowhere, '--year', '199', '--reason', '', '--dry-run'],
     /there is no log/],
    [['erase', 'x', ...nowhere, '--reason', 'a', '--second-person', 'b'], /there is no log/],
  ], async ([words, said]) => {
    const {status, out, err} = await run(words);
    assert.equal(status, 2, words.join(' '));
    assert.equal(out, '', words.join(' '));
    assert.match(err, /^yanxi: /, words.join(' '));
    assert.match(err, said, words.join(' '));
  });
  assert.equal(existsSync(join(place, 'b')), false);
});

test('every command has its help', async () => {
  const names = ['serve', 'demo', 'verify', 'history', 'show', 'export', 'rebuild', 'backup',
                 'restore', 'import', 'erase'];
  const all = await run(['--help']);
  assert.equal(all.status, 0);
  for (const name of names) assert.match(all.out, new RegExp(`^  ${name} `, 'm'));
  await each(names, async (name) => {
    const {status, out, err} = await run([name, '--help']);
    assert.deepEqual([status, err], [0, '']);
    assert.match(out, /--data TEXT REQUIRED/);
    assert.match(out, /--checkpoints/);
  });
});

test('the options reach what they are for, below any folder', async () => {
  const stream = `plan/${year() - 1}/teacher1`;
  const one = async (...words) => {
    const {status, out, err} = await run([...words, ...data]);
    assert.deepEqual([status, err], [0, ''], words.join(' '));
    return out;
  };
  const lines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));
  const shown = JSON.parse(await one('show', stream));
  assert.deepEqual([shown.version, shown.state], [2, 'submitted']);
  assert.equal(JSON.parse(await one('show', stream, '--version', '1')).state, 'draft');
  assert.equal(JSON.parse(await one('show', stream, '--at', '2020-01-01T00:00:00Z')).version, 0);
  assert.equal((await one('history', stream)).split('\n').length, 3);
  assert.equal(lines(await one('export')).length, events);
  assert.deepEqual(lines(await one('export', '--stream', stream)).map((line) => line.stream),
                   [undefined, stream, stream, undefined]);
  assert.equal(lines(await one('export', '--year', String(year())))[0].after, 14);
  assert.equal((await run(['history', 'plan/1/nobody', ...data])).status, 1);
  assert.deepEqual(await run(['show', 'plan/1/nobody', ...data]),
                   {status: 1, out: '', err: 'not found: plan/1/nobody\n'});
});

test('an answer that cannot be written is none', async () => {
  for (const words of [['verify'], ['export'], ['show', 'unit/010001'],
                       ['history', 'unit/010001']]) {
    const {status, err} = await run([...words, ...data],
                                    {through: ['sh', '-c', 'exec "$@" >/dev/full', 'sh']});
    assert.deepEqual([status, err], [2, 'yanxi: what there is to say cannot be written\n']);
  }
});
