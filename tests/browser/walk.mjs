// A person's way through the pages: every page on it is kept for the Nu validator, checked by axe
// and must not scroll sideways.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class Walk {
  constructor(page, documents, name, scripted = true) {
    Object.assign(this, {page, documents, name, scripted, count: 0});
    // The document as it was sent, for the validator.
    page.on('response', async (response) => {
      if (!response.headers()['content-type']?.startsWith('text/html')) return;
      this.last = response.text().catch(() => null);
    });
    page.on('pageerror', (error) => assert.fail(`${name}: ${error}`));
  }

  // Looks at the page as it stands now.
  async look(what) {
    const label = `${this.name}-${String(++this.count).padStart(2, '0')}-${what}`;
    const text = await this.last;
    assert.ok(text, `${label}: no document`);
    writeFileSync(join(this.documents, `${label}.html`), text);
    // YANXI_PICTURES is a folder for a person who wants to look at all of them.
    if (process.env.YANXI_PICTURES) {
      await this.page.screenshot({path: join(process.env.YANXI_PICTURES, `${label}.png`),
                                  fullPage: true});
    }
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${label}: scrolls sideways by ${wide} px`);
    if (!this.scripted) return;
    await this.page.evaluate(axe);
    const result = await this.page.evaluate(
      (values) => window.axe.run(document, {runOnly: {type: 'tag', values}}), tags);
    const found = result.violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    assert.deepEqual(found, [], label);
  }
}

const vnu = (...words) => spawnSync(
  'java', ['-jar', require.resolve('vnu-jar/build/dist/vnu.jar'), '--errors-only', ...words],
  {encoding: 'utf8'});

// Nothing is wrong with any document of a folder; the validator itself is seen to find something.
export function validate(documents) {
  const broken = join(documents, 'broken.txt');
  writeFileSync(broken, '<!DOCTYPE html><html lang="zh"><title>x</title><p><div></p>');
  assert.equal(vnu('--html', broken).status, 1, 'the validator notices a broken page');
  rmSync(broken);
  const pages = vnu('--skip-non-html', documents);
  assert.equal(pages.status, 0, pages.stderr);
}

export function validateFiles(...words) {
  assert.equal(vnu(...words).status, 0);
}
