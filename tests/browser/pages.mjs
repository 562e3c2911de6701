// Steps of the journeys: what a person does on the pages, by the names the printed manual gives.
import {chromium} from 'playwright-core';

export const ranks = ['第一順位', '第二順位', '第三順位', '第四順位', '第五順位', '第六順位'];
export const rankings = [['最希望參加研習的方式', 3], ['最希望參加研習的時間', 6], ['最希望參加研習的地點', 6]];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
           '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}

// The first, because 暫存/回首頁 stands in the header and below the form.
export const button = (page, name) => page.getByRole('button', {name, exact: true}).first();
export const link = (page, name) => page.getByRole('link', {name, exact: true}).first();
export const field = (page, name) => page.getByLabel(name, {exact: true}).first();

export async function signIn(page, base, account) {
  await page.goto(`${base}/`);
  await link(page, '登入').click();
  await field(page, '帳號').fill(account);
  await field(page, '密碼').fill('yanxi-demo');
  await button(page, '登入').click();
}

export async function fillProfile(page) {
  await field(page, '最高學歷').selectOption({label: '專科'});
  await field(page, '服務年資').selectOption({label: '3~5年'});
  await field(page, '學校階段').selectOption({label: '國小'});
  await field(page, '任教年級').selectOption({label: '國小四年級'});
}

export async function fillNeeds(page) {
  for (const [name, count] of rankings) {
    const group = page.getByRole('group', {name, exact: true});
    for (let i = 0; i < count; i++) {
      await group.getByLabel(ranks[i], {exact: true}).selectOption({index: i + 1});
    }
  }
}

export async function open(page, topic) {
  const details = page.locator(`#c${topic}`);
  if (await details.getAttribute('open') === null) await details.locator('summary').click();
}

export async function fillTopics(page) {
  await open(page, 1);
  await field(page, '1-1-1 學生身心發展').fill('7小時');
  await open(page, 3);
  await field(page, '3-2-5 教學輔導理論與實務').fill('２');
}

// Tabs to the control of that id or text, as a person would, and checks that it can be seen.
export async function reach(page, wanted) {
  for (let i = 0; i < 400; i++) {
    const found = await page.evaluate((text) => {
      const e = document.activeElement;
      const name = e.getAttribute('aria-label') ?? e.textContent.trim();
      if (e.id !== text && !(e.matches('a,button') && name === text)) return null;
      const box = e.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return top && (e === top || e.contains(top) || top.contains(e)) ? 'seen' : 'covered';
    }, wanted);
    if (found === 'seen') return;
    if (found) throw new Error(`${wanted} has the focus and cannot be seen`);
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} cannot be reached`);
}
