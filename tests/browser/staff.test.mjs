// Administrators and auditors in a real browser: a plan withdrawn, missed, restored and audited; a
// late submission for one person; and every page of the staff, wide and narrow, with and without
// JavaScript.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {Client} from './client.mjs';
import {button, field, fillNeeds, fillProfile, fillTopics, launch, link, signIn} from './pages.mjs';
import {Service, top} from './service.mjs';
import {validate, Walk} from './walk.mjs';

let browser, documents;
before(async () => {
  documents = mkdtempSync(join(tmpdir(), 'yanxi-documents-'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(documents, {recursive: true});
});

// A browser of its own for each person, as they have.
async function person(t, service, account, {width = 1024, javaScriptEnabled = true} = {}) {
  const context = await browser.newContext({javaScriptEnabled, viewport: {width, height: 768}});
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  const walk = new Walk(page, documents, `${account}-${width}`, javaScriptEnabled);
  await signIn(page, service.base, account);
  return {page, walk};
}

async function send(page) {
  await button(page, '開始規劃').click();
  await fillProfile(page);
  await button(page, '儲存並繼續').click();
  await fillNeeds(page);
  await button(page, '儲存並繼續').click();
  await fillTopics(page);
  await button(page, '預覽/送出').click();
  await button(page, '送出正式規劃').click();
  await page.getByText('已規劃完成').waitFor();
}

const taipei = (date) => {
  const at = new Date(date.getTime() + 8 * 3600_000).toISOString();
  return `${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 19)}`;
};

// Sends, takes it back and goes on changing it; the receipt's number.
async function withdraw(page) {
  await send(page);
  const receipt = await page.locator('a[href*="/plan/r/"]').first().textContent();
  await link(page, '退回修改').click();
  await button(page, '退回修改').click();
  await link(page, '修改').click();
  await field(page, '最高學歷').selectOption({label: '博士'});
  await button(page, '儲存並繼續').click();
  return receipt;
}

// Ends the year's window a minute ago; that instant.
async function endWindow(page, walk) {
  await walk.look('admin');
  await link(page, '學年度與期限').click();
  await walk.look('years');
  await link(page, '115 學年度設定').click();
  await walk.look('year');
  const past = taipei(new Date(Date.now() - 60_000));
  await field(page, '獎勵計算截止').fill(past);
  await field(page, '教師填報截止').fill(past);
  await button(page, '調整期限').click();
  await walk.look('no-reason');
  await page.getByText('請填寫原因，5 到 200 字').first().waitFor();
  await field(page, '原因').fill('依公文提前截止');
  await button(page, '調整期限').click();
  await walk.look('effect');
  await button(page, '確定調整').click();
  await page.getByText('已更新。').waitFor();
  return past;
}

async function restore(page, walk) {
  await link(page, '管理').click();
  await link(page, '復原').click();
  await field(page, '帳號').fill('teacher1');
  await button(page, '搜尋').click();
  await walk.look('restore-found');
  await link(page, 'teacher1 的規劃').click();
  await walk.look('restore');
  assert.ok(await page.locator('del', {hasText: '博士'}).isVisible());
  assert.ok(await page.locator('ins', {hasText: '專科'}).isVisible());
  await field(page, '原因').fill('教師來電：誤按退回修改');
  await field(page, '文號').fill('客服 115-7');
  await button(page, '復原').click();
  await page.getByText('已復原這份規劃。').waitFor();
  await walk.look('restored');
}

// Finds the plan by its receipt, sees what happened and what changed, goes back in time.
async function audit(page, walk, receipt, past) {
  await walk.look('audit');
  await field(page, '收件編號').fill(receipt.toLowerCase().replaceAll('-', ' '));
  await field(page, '查核事由（選填）').fill('陳情案 & 7 號');
  await button(page, '搜尋').click();
  await walk.look('found');
  await link(page, 'teacher1 的規劃').click();
  await walk.look('timeline');
  const events = await page.locator('li.event b').allTextContents();
  const told = events.filter((what) => ['送出', '退回修改', '復原'].includes(what));
  assert.deepEqual(told, ['復原', '退回修改', '送出']);
  assert.equal(await page.getByText('驗證相符').count(), events.length);
  await page.locator(`input[name=a][value="${events.length - 1}"]`).check();
  await page.locator(`input[name=b][value="${events.length}"]`).check();
  await button(page, '比較').click();
  await walk.look('compare');
  assert.ok(await page.locator('del', {hasText: '博士'}).isVisible());
  await page.getByText(/^顯示未變動（\d+）$/).click();
  await walk.look('compare-all');
  await link(page, '回歷程').click();
  await page.getByRole('link', {name: /^檢視 ?第 1 版的 ?內容$/}).click();
  await page.getByText('當時的內容（唯讀）').waitFor();
  await walk.look('moment');
  await link(page, '後一版').click();
  await field(page, '時間').fill(past);
  await button(page, '檢視當時內容').click();
  await page.getByText(`${past} 當時的內容（唯讀）`).waitFor();
}

test('withdrawn, missed, restored, audited', async (t) => {
  const service = await Service.start('open');
  t.after(() => service.stop());
  const {page: teacher, walk: teachers} = await person(t, service, 'teacher1');
  const receipt = await withdraw(teacher);
  const {page: admin, walk} = await person(t, service, 'admin1');
  const past = await endWindow(admin, walk);
  await teacher.goto(`${service.base}/plan`);
  await teacher.getByText('填報期間已截止，您尚未送出規劃。').waitFor();
  await restore(admin, walk);
  await teacher.goto(`${service.base}/plan`);
  await teacher.getByText('管理者已復原這份規劃，原因：教師來電：誤按退回修改').waitFor();
  await teacher.getByText('已規劃完成').waitFor();
  assert.ok(await link(teacher, receipt).isVisible());
  await link(teacher, '這份規劃的歷程').click();
  assert.ok(await teacher.getByText('客服 115-7').isVisible());
  await teachers.look('history');
  const {page: auditor, walk: auditors} = await person(t, service, 'auditor1');
  await audit(auditor, auditors, receipt, past);
  // What was looked at, and why, is in the log.
  const looked = service.yanxi('show', 'access/115/auditor1');
  for (const what of ['find', 'timeline', 'compare', 'version']) {
    assert.match(looked, new RegExp(`"what":"${what}"`));
  }
  assert.match(looked, /"matter":"陳情案 & 7 號"/);
});

test('opened for a late submission', async (t) => {
  const service = await Service.start('closed');
  t.after(() => service.stop());
  const {page: teacher, walk: teachers} = await person(t, service, 'teacher1');
  await teacher.getByText('填報期間已截止，您尚未送出規劃。').waitFor();
  const {page: admin, walk} = await person(t, service, 'admin1', {width: 320});
  await link(admin, '個別補送').click();
  await walk.look('extend-account');
  await field(admin, '帳號').fill('nobody');
  await button(admin, '下一步').click();
  await walk.look('extend-nobody');
  await field(admin, '帳號').fill('teacher1');
  await button(admin, '下一步').click();
  await walk.look('extend');
  await field(admin, '開放至').fill(taipei(new Date(Date.now() + 86_400_000)));
  await field(admin, '送出後列入獎勵方案計算').check();
  await field(admin, '原因').fill('住院期間無法填寫');
  await button(admin, '開放個別補送').click();
  await admin.getByText('目前已開放至').waitFor();
  await walk.look('extended');
  await teacher.goto(`${service.base}/plan`);
  await teacher.getByText('管理者已為您開放補送至').waitFor();
  await teachers.look('home-extended');
  await send(teacher);
  assert.equal(await teacher.getByText('不列入').count(), 0);
  const {page: other} = await person(t, service, 'teacher2');
  await other.getByText('填報期間已截止').first().waitFor();
});

// Every page of the staff that a link leads to, full and empty.
const audited = [
  '/audit', '/audit?go=find', '/audit?year=abc&go=find', '/audit?name=%E9%99%B3&go=find',
  '/audit?unit=023601&from=2020/1/1&go=find', '/audit?account=nobody&go=find',
  '/audit/list/restored', '/audit/list/extended', '/audit/list/deadline',
  '/audit/sample', '/audit/sample?count=5&seed=abc&go=draw',
  '/audit/board', '/audit/board?unit=010001&go=show&t=x', '/audit/board?unit=023601&t=NOW',
  '/audit/plan/115-teacher3', '/audit/plan/115-teacher3/compare?a=1&b=2',
  '/audit/plan/115-teacher3/compare', '/audit/plan/115-teacher3/at?v=1',
  '/audit/plan/115-teacher3/at?t=2020/1/1', '/audit/plan/115-nobody'];
const administered = [
  '/admin', '/admin/restore', '/admin/restore?unit=023601&go=find', '/admin/restore/115-teacher3',
  '/admin/extend', '/admin/extend/115-teacher2', '/admin/years', '/admin/years/115',
  '/admin/years/116', '/admin/rehearse', '/admin/rehearse?t=NOW&page=draft',
  '/admin/rehearse?t=NOW&page=submitted', '/admin/people', '/admin/people?name=%E9%99%B3',
  '/admin/people/teacher1', '/admin/as/teacher2?page=home', '/admin/as/teacher2?page=topics',
  '/admin/as/teacher3?page=history', '/admin/import', '/admin/catalogue', '/admin/statistics',
  '/admin/statistics?county=NWT', '/admin/statistics?unit=010001'];

for (const [width, javaScriptEnabled] of [[320, true], [1024, true], [320, false]]) {
  const way = javaScriptEnabled ? 'script' : 'plain';
  test(`every page of the staff, ${width} px, ${way}`, async (t) => {
    const service = await Service.start('late', {YANXI_TEACHERS: '100'});
    t.after(() => service.stop());
    const now = encodeURIComponent(taipei(new Date()));
    for (const [account, paths] of [['auditor1', audited], ['admin1', administered],
                                    ['county1', ['/county', '/county?unit=010001']]]) {
      const {page, walk} = await person(t, service, account, {width, javaScriptEnabled});
      for (const path of paths) {
        const response = await page.goto(service.base + path.replace('NOW', now));
        assert.ok(response.status() < 500, `${path}: ${response.status()}`);
        await walk.look(path.replaceAll(/[^a-z0-9]+/g, '-'));
      }
      if (account !== 'admin1') continue;
      await page.goto(`${service.base}/admin/import`);
      await field(page, '內容').fill('帳號,姓名,角色\nA,,x\nnew1,王小明,teacher:010001');
      await button(page, '檢查').click();
      await walk.look('import-faults');
      await field(page, '內容').fill('帳號,姓名,角色\nnew1,王小明,teacher:010001');
      await button(page, '檢查').click();
      await walk.look('import-checked');
      await button(page, '套用 1 筆變更').click();
      await page.getByText('已匯入：新增 1 筆').waitFor();
      await walk.look('imported');
    }
  });
}

test('whoever is looked at is recorded, on a refused form too, and no name is', async (t) => {
  const service = await Service.start('late');
  t.after(() => service.stop());
  const looks = () => service.yanxi('history', 'access/115/admin1').trim().split('\n').length;
  const teacher = await new Client(service).signIn('teacher2');
  assert.equal((await teacher.post('/plan/delete', {v: 1, once: 'delete'})).status, 303);
  const admin = await new Client(service).signIn('admin1');
  await admin.get('/admin/people?name=%E9%83%AD');
  let before = looks();
  for (const [path, fields] of [
    ['/admin/restore/115-teacher2', {v: 2, reason: 'x'}],
    ['/admin/extend/115-teacher2', {v: 2, until: 'x', reason: 'x'}],
    ['/admin/people/teacher1/roles', {v: 1, roles: 'x'}],
    ['/admin/people/teacher1/sign-in', {v: 1, go: 'bar', reason: 'x'}]]) {
    const answer = await admin.post(path, {once: path, ...fields});
    const shown = answer.body.toString().includes('郭小強') ||
                  answer.body.toString().includes('劉大衛');
    assert.ok(shown && answer.status < 500, `${path} answered ${answer.status}`);
    assert.equal(looks(), ++before, path);
  }
  assert.doesNotMatch(service.yanxi('show', 'access/115/admin1'), /郭/);
});

test('files to take away are proven by the independent script', async (t) => {
  const service = await Service.start('late', {YANXI_TEACHERS: '50'});
  t.after(() => service.stop());
  const {page} = await person(t, service, 'auditor1');
  const script = join(top, 'tests', 'verify_export.py');
  for (const query of ['plan=115-teacher3', 'plan=115-teacher3&what=case', 'year=115']) {
    const answer = await page.request.get(`${service.base}/audit/export?${query}`);
    assert.equal(answer.status(), 200);
    const file = join(documents, 'export.jsonl');
    const text = await answer.text();
    writeFileSync(file, text);
    assert.match(execFileSync(script, [file], {encoding: 'utf8'}), /^ok \d+ events, head /);
    // One digit of what lies between, and the chain does not lead through any more.
    const altered = text.replace(/("leaves":\[")(.)/, (_, head, digit) =>
      head + (digit === '0' ? '1' : '0'));
    // And without its last line it is no whole part.
    writeFileSync(file, text.trimEnd().split('\n').slice(0, -1).join('\n'));
    assert.throws(() => execFileSync(script, [file], {stdio: 'pipe'}), query);
    if (altered === text) continue;
    writeFileSync(file, altered);
    assert.throws(() => execFileSync(script, [file], {stdio: 'pipe'}), query);
  }
  for (const path of ['history.pdf', 'at.pdf?v=1']) {
    const answer = await page.request.get(`${service.base}/audit/plan/115-teacher3/${path}`);
    assert.equal(answer.status(), 200);
    const file = join(documents, 'page.pdf');
    writeFileSync(file, await answer.body());
    const text = execFileSync('pdftotext', [file, '-'], {encoding: 'utf8', stdio: 'pipe'});
    assert.match(text, path.startsWith('history') ? /驗證相符/ : /當時的內容（唯讀）/);
    rmSync(file);
  }
  rmSync(join(documents, 'export.jsonl'));
});

test('the Nu validator finds nothing on any of these pages', () => validate(documents));
