// The whole manual, step by step, in a real browser: with and without JavaScript, narrow and wide.
// Every page and state on the way is checked by axe and the Nu validator and must not scroll
// sideways.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {button, field, fillNeeds, fillProfile, fillTopics, launch, link, signIn} from './pages.mjs';
import {build, Service} from './service.mjs';
import {validate, validateFiles, Walk} from './walk.mjs';

let service, browser, documents;
before(async () => {
  documents = mkdtempSync(join(tmpdir(), 'yanxi-documents-'));
  [service, browser] = [await Service.start(), await launch()];
});
after(async () => {
  await browser?.close();
  await service?.stop();
  rmSync(documents, {recursive: true});
});

// Steps 1 to 3, from the landing page to the chart.
async function fill(page, look, account) {
  await page.goto(`${service.base}/`);
  await look.look('landing');
  for (const path of ['help', 'privacy', 'accessibility', 'nothing-here']) {
    await page.goto(`${service.base}/${path}`);
    await look.look(path);
  }
  await page.goto(`${service.base}/login`);
  await field(page, '帳號').fill(account);
  await button(page, '登入').click();
  await look.look('login-error');
  await signIn(page, service.base, account);
  await look.look('home-absent');
  await button(page, '開始規劃').click();
  assert.ok(await page.getByRole('heading', {name: '基本資料'}).isVisible());
  await look.look('profile-empty');
  await button(page, '儲存並繼續').click();
  await look.look('profile-errors');
  await fillProfile(page);
  await button(page, '儲存並繼續').click();
  await look.look('needs-empty');
  await button(page, '儲存並繼續').click();
  await look.look('needs-errors');
  await fillNeeds(page);
  await button(page, '儲存並繼續').click();
  await look.look('topics-empty');
  await field(page, '1-1-1 學生身心發展').fill('很多');
  await button(page, '儲存並繼續').click();
  await look.look('topics-errors');
  await fillTopics(page);
  await button(page, '匯入學校本位規劃').click();
  await look.look('import');
  if (await button(page, '匯入').count()) {
    await button(page, '匯入').click();
    await look.look('imported');
    await button(page, '復原這次匯入').click();
  } else {
    assert.ok(await page.getByText('目前沒有可匯入的內容').isVisible());
    await link(page, '回步驟 3').click();
  }
  await button(page, '研習主題規劃比例圖').click();
  assert.ok(await page.getByRole('heading', {name: '規劃分配比率'}).isVisible());
  assert.ok(await page.getByText('77.8%').first().isVisible());
  await look.look('chart');
}

// Step 4, the receipt, the survey.
async function submit(page, look) {
  await page.goto(`${service.base}/plan/topics?only=filled`);
  await look.look('topics-narrowed');
  await page.goto(`${service.base}/plan/clear?c=1`);
  await look.look('clear');
  await page.goto(`${service.base}/plan/topics`);
  await button(page, '預覽/送出').click();
  await look.look('preview');
  await button(page, '暫存/回首頁').click();
  assert.ok(await page.getByText('提醒您，目前未完成').isVisible());
  assert.ok(await page.getByText('尚未送出', {exact: true}).isVisible());
  await look.look('home-draft');
  await link(page, '修改').click();
  await button(page, '預覽/送出').click();
  await button(page, '送出正式規劃').click();
  assert.ok(await page.getByText('已規劃完成').isVisible());
  await look.look('home-submitted');
  const receipt = await page.locator('a[href*="/plan/r/"]').first().textContent();
  assert.match(receipt, /^115-[0-9A-Z]{7}-[0-9A-Z]$/);
  await link(page, receipt).click();
  await look.look('receipt');
  await link(page, '填寫問卷').click();
  await look.look('survey');
  await page.getByRole('group', {name: /^1\. /}).getByLabel('同意', {exact: true}).check();
  await field(page, '其他建議（選填）').fill('第一行\n第二行');
  await button(page, '送出問卷').click();
  assert.equal(await field(page, '其他建議（選填）').inputValue(), '第一行\n第二行');
  await look.look('survey-answered');
}

// What can still be done afterwards.
async function undo(page, look) {
  await link(page, '我的資料').click();
  await look.look('my-data');
  await link(page, '我的規劃').click();
  await link(page, '退回修改').click();
  await look.look('withdraw');
  await button(page, '退回修改').click();
  assert.ok(await page.getByText('視同未完成規劃').first().isVisible());
  await look.look('home-withdrawn');
  await button(page, '送出').click();
  assert.ok(await page.getByText('已規劃完成').isVisible());
  await link(page, '退回修改').click();
  await button(page, '退回修改').click();
  await link(page, '刪除').click();
  await look.look('delete');
  await button(page, '刪除').click();
  assert.ok(await button(page, '開始規劃').isVisible());
  await look.look('home-deleted');
  await button(page, '登出').click();
  assert.ok(await link(page, '登入').isVisible());
}

const walks = [
  ['teacher1', true, 1024],
  ['teacher2', false, 320],
  ['teacher3', true, 320],
  ['clerk3', false, 1024],
];

for (const [account, javaScriptEnabled, width] of walks) {
  const name = `${javaScriptEnabled ? 'script' : 'plain'}-${width}`;
  test(`the manual, ${name}, as ${account}`, async (t) => {
    const context = await browser.newContext({javaScriptEnabled, viewport: {width, height: 768}});
    t.after(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    const look = new Walk(page, documents, name, javaScriptEnabled);
    await fill(page, look, account);
    await submit(page, look);
    await undo(page, look);
  });
}

test('pages of refusals, narrow', async (t) => {
  const context = await browser.newContext({viewport: {width: 320, height: 768}});
  t.after(() => context.close());
  const page = await context.newPage();
  const look = new Walk(page, documents, 'refusals', true);
  await signIn(page, service.base, 'teacher1');
  await page.goto(`${service.base}/no-such-page`);
  await look.look('not-found-signed-in');
  await page.goto(`${service.base}/plan`);
  await button(page, '帶入上一學年度規劃').click();
  await look.look('profile-carried-over');
  // Another tab changes the same field: the question which to keep.
  const second = await context.newPage();
  await second.goto(`${service.base}/plan/profile`);
  await field(second, '最高學歷').selectOption({label: '博士'});
  await button(second, '儲存並繼續').click();
  await field(page, '最高學歷').selectOption({label: '碩士'});
  await button(page, '儲存並繼續').click();
  await look.look('conflict');
  await button(page, '全部用這次的').click();
  await page.goto(`${service.base}/plan/topics`);
  for (const item of ['1-1-1 學生身心發展', '1-1-2 學習理論', '1-2-1 課程理論']) {
    await field(page, item).fill('99');
  }
  await button(page, '預覽/送出').click();
  await button(page, '送出正式規劃').click();
  await look.look('many-hours');
  // The other tab still shows a form of a plan that is submitted by now.
  await second.goto(`${service.base}/plan/needs`);
  await button(page, '送出正式規劃').click();
  await page.getByText('已規劃完成').waitFor();
  const late = new Walk(second, documents, 'refused', true);
  await button(second, '儲存並繼續').click();
  await late.look('already-submitted');
  // And the session ends under it.
  await page.goto(`${service.base}/survey`);
  const csrf = await page.locator('[name=csrf]').last().inputValue();
  const cookies = await context.cookies();
  await page.request.post(`${service.base}/logout`, {form: {csrf}});
  await context.addCookies(cookies);
  await field(page, '其他建議（選填）').fill('還沒送出');
  await button(page, '送出問卷').click();
  await look.look('sign-in-again');
  await field(page, '帳號').fill('teacher1');
  await field(page, '密碼').fill('yanxi-demo');
  await button(page, '登入').click();
  await look.look('survey-brought-back');
  assert.equal(await field(page, '其他建議（選填）').inputValue(), '還沒送出');
});

test('the history tells exactly what was done', () => {
  const tags_of = (account) => service.yanxi('history', `plan/115/${account}`).trim().split('\n')
    .map((line) => line.split(/\s+/).pop().replace(/^plan\.|\.1$/g, ''));
  // Without JavaScript nothing saves by itself, so every event is a button that was pressed.
  assert.deepEqual(tags_of('teacher2'), [
    'draft_saved',  // 開始規劃
    'draft_saved',  // 填寫資料
    'draft_saved',  // 教師研習需求
    'draft_saved',  // 研習主題規劃, saved on the way to the import page
    'submitted', 'withdrawn', 'submitted', 'withdrawn', 'deleted',
  ]);
  assert.deepEqual(tags_of('clerk3').slice(4, 6), ['school_plan_imported', 'draft_saved']);
  assert.match(service.yanxi('verify'), /^ok \d+ events, head [0-9a-f]{64}\n$/);
});

for (const phase of ['before', 'late', 'closed']) {
  test(`pages of a window that is ${phase}`, async (t) => {
    const other = await Service.start(phase);
    t.after(() => other.stop());
    const context = await browser.newContext({viewport: {width: 320, height: 768}});
    t.after(() => context.close());
    const page = await context.newPage();
    const look = new Walk(page, documents, phase, true);
    await page.goto(`${other.base}/`);
    await look.look('landing');
    for (const account of ['teacher1', 'teacher2', 'teacher3']) {
      await signIn(page, other.base, account);
      await look.look(`home-${account}`);
      await button(page, '登出').click();
    }
    await signIn(page, other.base, 'teacher2');
    await page.goto(`${other.base}/plan/115`);
    await look.look('plan');
    await page.goto(`${other.base}/survey`);
    await look.look('survey');
  });
}

test('the Nu validator finds nothing on any document, style sheet or picture', () => {
  const files = (pattern) => execFileSync('sh', ['-c', `ls "$1"/www/${pattern}`, 'sh', build],
                                          {encoding: 'utf8'}).trim().split('\n');
  validate(documents);
  validateFiles(...files('e/*.html'));
  validateFiles('--css', ...files('assets/style.*.css'));
});
