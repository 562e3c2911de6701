// Figures of the staff's side, printed beside their limits: an import of people, the auditors'
// search over many plans, a long timeline. Called by tests/bench.
//   TEACHERS  in the generated year (300000), PEOPLE  in the import (300000)
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Client} from './client.mjs';
import {build, Service} from './service.mjs';

const teachers = Number(process.env.TEACHERS ?? 300_000);
const people = Number(process.env.PEOPLE ?? 300_000);
const print = (what, value, limit) => console.log(`${what.padEnd(44)} ${value}  (${limit})`);

// Into a log of its own, without a worker: the process measured is the import's.
function measureImport() {
  const folder = mkdtempSync(join(tmpdir(), 'yanxi-bench-'));
  const data = join(folder, 'data');
  execFileSync(join(build, 'yanxi'), ['demo', '--data', data]);
  const rows = ['account,name,roles'];
  for (let i = 0; i < people; i++) {
    rows.push(`p${String(i).padStart(6, '0')},王小明${i % 997},teacher:010001`);
  }
  const file = join(folder, 'people.csv');
  writeFileSync(file, rows.join('\n'));
  const said = execFileSync('python3', ['-c', `
import resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{time.monotonic() - begin:.1f} s, {used} MB")`,
    join(build, 'yanxi'), 'import', 'people', file, '--data', data], {encoding: 'utf8'});
  print(`import of ${people} people`, said.trim(), 'under 120 s, 500 MB');
  rmSync(folder, {recursive: true});
}

async function median(client, path) {
  const times = [];
  for (let i = 0; i < 21; i++) {
    const begin = performance.now();
    const answer = await client.get(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    times.push(performance.now() - begin);
  }
  return `${times.sort((a, b) => a - b)[10].toFixed(1)} ms`;
}

async function makeLongPlan(service) {
  const teacher = await new Client(service).signIn('teacher1');
  await teacher.post('/plan/start', {v: 0, once: 'begin', go: 'start'});
  for (let v = 1; v < 500; v++) {
    const answer = await teacher.post(
      '/plan/autosave', {v, once: `save${v}`, 'h.1-1-1': 1 + v % 9}, {accept: 'application/json'});
    if (answer.status !== 200) throw new Error(`autosave answered ${answer.status}`);
  }
}

measureImport();
const service = await Service.start('open', {YANXI_TEACHERS: String(teachers)});
try {
  await makeLongPlan(service);
  const auditor = await new Client(service).signIn('auditor1');
  for (const [what, query] of [
    ['all plans of a year', 'go=find'], ['an account', 'account=t000007'], ['a name', 'name=陳'],
    ['a school', 'unit=023601'], ['a kind of event', 'kind=submitted'],
    ['a rare kind and a name', 'kind=restored&name=陳'],
    ['a time span', 'from=2020/1/1&until=2100/1/1']]) {
    const time = await median(auditor, `/audit?${encodeURI(query)}`);
    print(`find: ${what}, ${teachers} teachers`, time, 'under 50 ms');
  }
  const timeline = await median(auditor, '/audit/plan/115-teacher1');
  print('timeline of 500 events', timeline, 'under 100 ms');
  const admin = await new Client(service).signIn('admin1');
  print(`statistics of the nation, ${teachers} teachers`, await median(admin, '/admin/statistics'),
        'no limit');
} finally {
  await service.stop();
}
