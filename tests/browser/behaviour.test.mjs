// What the pages gain with JavaScript, and what protects typed data without it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {button, field, fillNeeds, fillProfile, launch, link, open, reach,
        signIn} from './pages.mjs';
import {Service} from './service.mjs';

let service, browser;
before(async () => { [service, browser] = [await Service.start(), await launch()]; });
after(async () => { await browser?.close(); await service?.stop(); });

async function visitor(t, account, options = {}) {
  const context = await browser.newContext({viewport: {width: 1024, height: 768}, ...options});
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('pageerror', (error) => assert.fail(String(error)));
  await signIn(page, service.base, account);
  if (await button(page, '開始規劃').count()) await button(page, '開始規劃').click();
  else if (await link(page, '修改').count()) await link(page, '修改').click();
  return page;
}

const plan = (account) => JSON.parse(service.yanxi('show', `plan/115/${account}`));
const go = async (page, path) => page.goto(`${service.base}${path}`);

test('what is typed saves by itself, with the time of the save', async (t) => {
  const page = await visitor(t, 'teacher1');
  await go(page, '/plan/topics');
  await open(page, 1);
  await field(page, '1-1-2 學習理論').fill('１２小時');
  await page.getByText(/已於 \d\d:\d\d:\d\d 自動暫存/).waitFor();
  assert.deepEqual(plan('teacher1').contents.hours, {'1-1-2': 12});
  // A value that is no number stays on the page and is named; the others are stored.
  await field(page, '1-1-1 學生身心發展').fill('很多');
  await open(page, 2);
  await field(page, '2-1-5 偶發事件處理').fill('3');
  await page.getByText('1-1-1 還不是數字，尚未暫存').waitFor();
  assert.deepEqual(plan('teacher1').contents.hours, {'1-1-2': 12, '2-1-5': 3});
  assert.equal(await field(page, '1-1-1 學生身心發展').inputValue(), '很多');
});

test('totals and chart follow while typing, as the server would draw them', async (t) => {
  const page = await visitor(t, 'clerk3');
  await go(page, '/plan/topics');
  for (const topic of [1, 2, 3]) await open(page, topic);
  await field(page, '1-1-1 學生身心發展').fill('11');
  await field(page, '2-1-1 班級經營理論與實務').fill('11');
  await field(page, '3-1-1 行動研究').fill('51');
  await field(page, '3-1-1 行動研究').blur();
  await page.waitForFunction(() => document.getElementById('total').textContent === '73');
  const chart = () => page.evaluate(() => ({
    rows: [...document.querySelectorAll('.chart tbody tr')].map((row) => row.textContent),
    paths: [...document.querySelectorAll('.chart path')].map((path) => path.getAttribute('d')),
    labels: [...document.querySelectorAll('.chart text')].map((text) => text.textContent),
    sums: [...document.querySelectorAll('summary .sum')].map((sum) => sum.textContent),
  }));
  const live = await chart();
  await button(page, '研習主題規劃比例圖').click();
  await page.waitForURL(/#chart$/);
  assert.deepEqual(await chart(), live);
});

test('choosing a used option swaps the two ranks; arrows move one', async (t) => {
  const page = await visitor(t, 'clerk3');
  await go(page, '/plan/needs');
  await fillNeeds(page);
  const group = page.getByRole('group', {name: '最希望參加研習的方式', exact: true});
  const values = () => group.locator('select').evaluateAll((list) => list.map((s) => s.value));
  assert.deepEqual(await values(), ['ME10', 'ME20', 'ME30']);
  await group.getByLabel('第一順位', {exact: true}).selectOption('ME30');
  assert.deepEqual(await values(), ['ME30', 'ME20', 'ME10']);
  assert.equal(await page.locator('#live').textContent(), '已與第 3 順位對調');
  await group.getByRole('button', {name: '第二順位往前移'}).click();
  assert.deepEqual(await values(), ['ME20', 'ME30', 'ME10']);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'method-1');
});

test('typed data survives an expired sign-in, without JavaScript', async (t) => {
  const page = await visitor(t, 'teacher2', {javaScriptEnabled: false});
  await go(page, '/plan/profile');
  await fillProfile(page);
  await expire(page);
  await button(page, '儲存並繼續').click();
  assert.ok(await page.getByText('剛才輸入的內容會保留').isVisible());
  await field(page, '帳號').fill('teacher2');
  await field(page, '密碼').fill('yanxi-demo');
  await button(page, '登入').click();
  assert.ok(await page.getByText('登入逾時前輸入的內容已帶回').isVisible());
  assert.equal(await field(page, '最高學歷').inputValue(), 'ED20');
  assert.equal(plan('teacher2').contents.education, '', 'nothing is stored by signing in');
  await button(page, '儲存並繼續').click();
  assert.equal(plan('teacher2').contents.education, 'ED20');
});

test('somebody else who signs in does not get what was typed', async (t) => {
  const page = await visitor(t, 'teacher2', {javaScriptEnabled: false});
  await go(page, '/plan/profile');
  await field(page, '最高學歷').selectOption('ED50');
  await expire(page);
  await button(page, '儲存並繼續').click();
  await field(page, '帳號').fill('teacher1');
  await field(page, '密碼').fill('yanxi-demo');
  await button(page, '登入').click();
  assert.ok(await page.getByText('已清除前一位使用者的內容').isVisible());
  assert.notEqual(await field(page, '最高學歷').inputValue(), 'ED50');
});

// Ends the session as another tab would, leaving the cookie and the page as they are.
async function expire(page) {
  const cookies = await page.context().cookies();
  const home = await page.request.get(`${service.base}/plan`);
  const csrf = (await home.text()).match(/name="csrf" value="([^"]+)"/)[1];
  await page.request.post(`${service.base}/logout`, {form: {csrf}});
  await page.context().addCookies(cookies);
}

test('an expired sign-in is said at once, and typed data comes back after it', async (t) => {
  const page = await visitor(t, 'teacher3');
  await go(page, '/plan/topics');
  await open(page, 1);
  await expire(page);
  await field(page, '1-1-2 學習理論').fill('4');
  await page.getByText('登入已逾時').waitFor();
  await link(page, '重新登入後繼續（內容會保留）').click();
  await field(page, '帳號').fill('teacher3');
  await field(page, '密碼').fill('yanxi-demo');
  await button(page, '登入').click();
  await page.waitForURL(/topics/);
  assert.equal(await field(page, '1-1-2 學習理論').inputValue(), '4');
  await page.getByText(/自動暫存/).waitFor();
  assert.equal(plan('teacher3').contents.hours['1-1-2'], 4);
});

test('two tabs never overwrite each other silently', async (t) => {
  const first = await visitor(t, 'teacher1', {javaScriptEnabled: false});
  await go(first, '/plan/profile');
  const second = await first.context().newPage();
  await go(second, '/plan/profile');
  await field(second, '最高學歷').selectOption({label: '博士'});
  await button(second, '儲存並繼續').click();
  await field(first, '最高學歷').selectOption({label: '碩士'});
  await field(first, '服務年資').selectOption({label: '26年以上'});
  await button(first, '儲存並繼續').click();
  assert.ok(await first.getByRole('heading', {name: '兩個分頁填了不同的內容'}).isVisible());
  assert.equal(plan('teacher1').contents.education, 'ED50');
  await first.getByLabel('您這次輸入：碩士').check();
  await button(first, '儲存選擇的內容').click();
  const {education, service: years} = plan('teacher1').contents;
  assert.deepEqual([education, years], ['ED40', 'YS70']);
});

test('a failure to save is said, and tried again', async (t) => {
  const page = await visitor(t, 'teacher1');
  await go(page, '/plan/topics');
  await open(page, 6);
  let failing = true;
  await page.route('**/plan/autosave', (route) => failing ? route.abort() : route.continue());
  await field(page, '6-1-1 文書處理與辦公室軟體').fill('6');
  await page.getByText('目前無法自動暫存').waitFor();
  failing = false;
  await page.getByText(/自動暫存$/).waitFor();
  assert.equal(plan('teacher1').contents.hours['6-1-1'], 6);
  assert.equal(await page.locator('#alert').textContent(), '');
});

test('pressing a button twice does a thing once', async (t) => {
  const page = await visitor(t, 'teacher3');
  await go(page, '/plan/profile');
  await fillProfile(page);
  await button(page, '儲存並繼續').click();
  await fillNeeds(page);
  await button(page, '預覽/送出').click();
  const form = await page.locator('form:has(button[value=submit])').evaluate(
    (f) => Object.fromEntries(new FormData(f)));
  const send = () => page.request.post(`${service.base}/plan/preview`,
    {form: {...form, go: 'submit'}, maxRedirects: 0});
  const answers = await Promise.all([send(), send(), send(), send(), send()]);
  assert.deepEqual(answers.map((a) => a.status()), [303, 303, 303, 303, 303]);
  const events = service.yanxi('history', 'plan/115/teacher3').match(/plan\.submitted\.1/g);
  assert.equal(events.length, 1);
});

test('the four steps by keyboard alone', async (t) => {
  const context = await browser.newContext({viewport: {width: 320, height: 568}});
  t.after(() => context.close());
  const page = await context.newPage();
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  // Presses Enter and waits for the page it leads to.
  const enter = async (address) => {
    await Promise.all([page.waitForNavigation(), press('Enter')]);
    assert.match(page.url(), address);
  };
  await go(page, '/');
  await press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '跳到主要內容');
  await reach(page, '登入');
  await enter(/login/);
  await reach(page, 'account');
  await page.keyboard.type('clerk3');
  await reach(page, 'password');
  await page.keyboard.type('yanxi-demo');
  await enter(/plan$/);
  await reach(page, '修改');
  await enter(/plan\/\w+/);
  await go(page, '/plan/profile');
  for (const [id, steps] of [['education', 2], ['service', 2], ['stage', 2], ['teaching', 4]]) {
    await reach(page, id);
    await press(...Array(steps).fill('ArrowDown'));
  }
  assert.equal(await field(page, '任教年級').inputValue(), 'E4');
  await reach(page, '儲存並繼續');
  await enter(/needs/);
  await reach(page, '儲存並繼續');
  await enter(/topics/);
  await reach(page, 'h-1-1-2');
  await page.keyboard.type('5');
  await enter(/topics/);
  await reach(page, '儲存並繼續');
  await enter(/preview/);
  await reach(page, '送出正式規劃');
  await press('Enter');
  await page.getByText('已規劃完成').waitFor();
});

test('five minutes before the sign-in ends the page says so and can renew it', async (t) => {
  const page = await visitor(t, 'teacher1');
  await page.clock.install();
  await go(page, '/plan/profile');
  await page.clock.fastForward('54:00');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.clock.fastForward('01:30');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('系統將在 5 分鐘後登出').waitFor();
  await dialog.getByRole('button', {name: '繼續填寫'}).click();
  await dialog.waitFor({state: 'hidden'});
  await page.clock.fastForward('54:00');
  assert.equal(await page.getByRole('dialog').count(), 0);
});
