// Takes the pictures of the README anew: node tests/browser/pictures.mjs (needs a build).
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {button, field, fillNeeds, fillProfile, launch, link, open, signIn} from './pages.mjs';
import {Service, top} from './service.mjs';

const folder = join(top, 'tests', 'pictures');
const service = await Service.start();
const browser = await launch();
const context = await browser.newContext({viewport: {width: 1024, height: 720}});
const page = await context.newPage();
const picture = (name) => page.screenshot({path: join(folder, `${name}.png`)});

await page.goto(`${service.base}/`);
await picture('landing');
await signIn(page, service.base, 'teacher1');
await button(page, '開始規劃').click();
await fillProfile(page);
await button(page, '儲存並繼續').click();
await fillNeeds(page);
await button(page, '儲存並繼續').click();
const hours = {'1-1-1 學生身心發展': 7, '2-1-2 班級常規與正向管教': 6, '3-1-2 公開授課與觀課議課': 4,
               '4-1-4 核心素養': 9, '5-1-1 教育法規': 3, '6-3-4 急救訓練': 4};
for (const [name, value] of Object.entries(hours)) {
  await open(page, name[0]);
  await field(page, name).fill(String(value));
}
await button(page, '研習主題規劃比例圖').click();
await page.goto(`${service.base}/plan/topics`);
await page.evaluate(() => scrollTo(0, 500));
await picture('topics');
await button(page, '預覽/送出').click();
await button(page, '送出正式規劃').click();
await page.getByText('已規劃完成').waitFor();
await picture('submitted');
const pdf = await context.request.get(`${service.base}/plan.pdf`);
writeFileSync(join(service.folder, 'plan.pdf'), await pdf.body());
execFileSync('pdftoppm', ['-r', '60', '-png', join(service.folder, 'plan.pdf'),
                          join(folder, 'pdf')], {stdio: 'ignore'});
await link(page, '我的規劃').click();
await link(page, '退回修改').click();
await button(page, '退回修改').click();
await link(page, '修改').click();
await field(page, '最高學歷').selectOption({label: '博士'});
await button(page, '儲存並繼續').click();
const staff = async (account, path, name, down) => {
  const theirs = await browser.newContext({viewport: {width: 1024, height: 720}});
  const desk = await theirs.newPage();
  await signIn(desk, service.base, account);
  await desk.goto(`${service.base}${path}`);
  await desk.evaluate((y) => scrollTo(0, y), down);
  await desk.screenshot({path: join(folder, `${name}.png`)});
  await theirs.close();
};
await staff('auditor1', '/audit/plan/115-teacher1', 'timeline', 420);
await staff('admin1', '/admin/restore/115-teacher1', 'restore', 560);
const phone = await browser.newContext({viewport: {width: 320, height: 640}});
const small = await phone.newPage();
await signIn(small, service.base, 'teacher2');
await button(small, '開始規劃').click();
await small.goto(`${service.base}/plan/needs`);
await small.screenshot({path: join(folder, 'phone.png')});
await browser.close();
await service.stop();
