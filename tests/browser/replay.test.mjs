// The auditors' page of a plan at a time says what an independent script reads out of the export,
// for 1,000 random plans and instants of a generated year.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Client} from './client.mjs';
import {Service, top} from './service.mjs';

const count = Number(process.env.YANXI_COUNT ?? 1000);
const seed = Number(process.env.YANXI_SEED ?? 1);

// The same numbers for the same seed (mulberry32), because Math.random has none.
function random(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const entities = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'"};
const plain = (html) => html.replace(/<[^>]*>/g, '')
  .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]).trim();
const all = (html, pattern) =>
  [...html.matchAll(pattern)].map((found) => found.slice(1).map(plain));

// What the page says, as the script says it.
function read(html) {
  const [head, ...sections] = html.split('<section class="card">');
  const top_facts = Object.fromEntries(all(head, /<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs));
  const said = {status: top_facts['狀態'], version: Number(top_facts['版本'] ?? 0), facts: []};
  if (sections.length === 0) return said;
  said.facts = all(sections[0], /<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs);
  for (const part of sections[1].split('<h3>').slice(1)) {
    const label = plain(part.split('</h3>')[0]);
    for (const [text] of all(part, /<li>(.*?)<\/li>/gs)) {
      const [rank, value] = text.split('　');
      said.facts.push([`${label} ${rank}`, value]);
    }
    for (const [text] of all(part, /<p>其他說明　(.*?)<\/p>/gs)) {
      said.facts.push([`${label} 其他說明`, text]);
    }
  }
  said.facts.push(...all(sections[2], /<li><span>(.*?)<\/span>\s*<b>(.*?)<\/b><\/li>/gs));
  said.facts.push(['合計', plain(sections[2].match(/合計 <b>(.*?)<\/b>/)[1])]);
  return said;
}

const taipei = (us) => {
  const at = new Date(Math.floor(us / 1e6) * 1000 + 8 * 3600_000).toISOString();
  return `${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 19)}`;
};

test(`${count} plans as they stood at some time, seed ${seed}`, {timeout: 300_000}, async (t) => {
  const service = await Service.start('late', {YANXI_TEACHERS: '300'});
  t.after(() => service.stop());
  // Somebody marries and a school gets another name: replays keep those of their time.
  const csv = join(service.folder, 'changes.csv');
  writeFileSync(csv, 'account,name,roles\nteacher1,郭王小強,teacher:010001\n');
  service.yanxi('import', 'people', csv);
  writeFileSync(csv, 'code,name,county\n010001,晨光國民中小學,NWT\n');
  service.yanxi('import', 'units', csv);

  // Somebody saves now, at no whole second, as people do.
  const teacher = await new Client(service).signIn('teacher2');
  for (let v = 1; v < 9; v++) {
    const answer = await teacher.post('/plan/autosave', {v, once: `save${v}`, 'h.1-1-1': v});
    assert.equal(answer.status, 200);
  }
  const file = join(service.folder, 'export.jsonl');
  writeFileSync(file, service.yanxi('export'));
  const events = service.yanxi('export').trim().split('\n').map((line) => JSON.parse(line))
    .filter((event) => event.stream.startsWith('plan/'));
  const streams = [...new Set(events.map((event) => event.stream))];
  assert.ok(streams.length > 200);
  const next = random(seed);
  const questions = Array.from({length: count}, () => {
    const stream = streams[Math.floor(next() * streams.length)];
    const own = events.filter((event) => event.stream === stream);
    // At an event of the plan, a second before or after it, or somewhere between.
    const near = own[Math.floor(next() * own.length)].at_us + Math.floor(next() * 3 - 1) * 1e6;
    const between = own[0].at_us + next() * (own.at(-1).at_us - own[0].at_us);
    // A second as the page takes it: with all that happened within it.
    return {stream, at_us: Math.floor((next() < 0.7 ? near : between) / 1e6) * 1e6 + 999_999};
  });
  const asked = join(service.folder, 'questions.jsonl');
  writeFileSync(asked, questions.map((question) => JSON.stringify(question)).join('\n'));
  const answers = execFileSync(join(top, 'tests', 'replay_export.py'),
                               [file, join(top, 'events', 'catalogue', '115.json'), asked],
                               {encoding: 'utf8', maxBuffer: 1 << 28}).trim().split('\n');
  const auditor = await new Client(service).signIn('auditor1');
  const seen = new Set();
  for (const [i, {stream, at_us}] of questions.entries()) {
    const [, year, account] = stream.split('/');
    const time = encodeURIComponent(taipei(at_us));
    const page = await auditor.get(`/audit/plan/${year}-${account}/at?t=${time}`);
    assert.equal(page.status, 200);
    const expected = JSON.parse(answers[i]);
    assert.deepEqual(read(page.body.toString()), expected, `${stream} at ${taipei(at_us)}`);
    seen.add(expected.status);
  }
  // The year has all of them, or the test would say little.
  assert.deepEqual([...seen].sort(), ['尚未填寫', '尚未送出（目前未完成）', '已刪除', '已完成',
                                      '已退回修改'].sort());
});
