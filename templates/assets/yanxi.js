// What the pages gain with JavaScript: saving by itself, live totals and chart, swapping ranks,
// typed data that survives an expired sign-in. Every task works without it.
const form = document.getElementById('f');
const live = document.getElementById('live');
const alertBox = document.getElementById('alert');
const saved = document.getElementById('saved');
const fields = () => form ? [...form.elements].filter((e) => e.name && /^(unit|education|service|stage|teaching|(method|time|place)\.\w+|[ho]\.[\d-]+)$/.test(e.name)) : [];
const say = (text) => { if (live) live.textContent = text; };

// --- Hours, totals and the chart ----------------------------------------------------------------

// Reads a number as the server does: full-width digits, spaces, commas and a unit are understood.
export function readHours(text) {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '').replace(/(小時|時|hrs|hr|h)$/i, '');
  if (plain === '') return 0;
  return /^\d{1,9}(\.0+)?$/.test(plain) && parseInt(plain, 10) <= 99 ? parseInt(plain, 10) : null;
}

// Shares in tenths of a percent, rounded half up: the same rule as slice() in chart.cpp.
export function shares(hours) {
  const total = hours.reduce((a, b) => a + b, 0);
  return hours.map((h) => total ? Math.floor((h * 2000 + total) / (2 * total)) : 0);
}

const percent = (tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}%`;

function slicePath(from, to) {
  if (to <= from) return '';
  if (to - from > 0.9999) return 'M0-100A100 100 0 1 1 0 100A100 100 0 1 1 0-100Z';
  const at = (turn) => [100 * Math.sin(turn * 2 * Math.PI), -100 * Math.cos(turn * 2 * Math.PI)].map((n) => n.toFixed(2)).join(' ');
  return `M0 0L${at(from)}A100 100 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

const hourInputs = fields().filter((e) => e.name.startsWith('h.'));
const whole = () => !new URLSearchParams(location.search).has('q') && !new URLSearchParams(location.search).has('only');

function drawTotals() {
  const hours = [0, 0, 0, 0, 0, 0];
  const counts = [0, 0, 0, 0, 0, 0];
  for (const input of hourInputs) {
    const value = readHours(input.value) || 0;
    const topic = Number(input.name[2]) - 1;
    hours[topic] += value;
    counts[topic] += value > 0 ? 1 : 0;
  }
  const total = hours.reduce((a, b) => a + b, 0);
  let at = 0;
  shares(hours).forEach((tenths, i) => {
    const n = i + 1;
    const to = total ? at + hours[i] / total : at;
    const set = (selector, text) => { const e = document.querySelector(selector); if (e) e.textContent = text; };
    set(`[data-sum="${n}"]`, hours[i]);
    set(`[data-count="${n}"]`, counts[i]);
    set(`[data-percent="${n}"]`, percent(tenths));
    set(`[data-hours="${n}"]`, hours[i]);
    document.querySelector(`[data-slice="${n}"]`)?.setAttribute('d', slicePath(at, to));
    const label = document.querySelector(`[data-label="${n}"]`);
    if (label) {
      const middle = (at + to) / 2 * 2 * Math.PI;
      label.setAttribute('x', (66 * Math.sin(middle)).toFixed(1));
      label.setAttribute('y', (-66 * Math.cos(middle)).toFixed(1));
      label.textContent = tenths >= 50 ? n : '';
    }
    at = to;
  });
  document.getElementById('total').textContent = total;
  document.getElementById('chart-total').textContent = total;
  document.getElementById('chart-percent').textContent = total ? '100%' : '0.0%';
  document.getElementById('none').hidden = total > 0;
  return total;
}

if (hourInputs.length && whole()) {
  let frame = 0;
  form.addEventListener('input', (event) => {
    if (event.target.name?.startsWith('h.')) { cancelAnimationFrame(frame); frame = requestAnimationFrame(drawTotals); }
  });
  form.addEventListener('change', (event) => {
    if (!event.target.name?.startsWith('h.')) return;
    const value = readHours(event.target.value);
    if (value !== null && event.target.value !== '') event.target.value = value || '';
    say(`合計 ${drawTotals()} 小時`);
  });
}

// --- Ranks: choosing a used option swaps; the arrows move a rank --------------------------------

for (const group of document.querySelectorAll('[data-ranking]')) {
  const selects = [...group.querySelectorAll('.rank select')];
  const before = selects.map((s) => s.value);
  const refresh = () => selects.forEach((select, i) => {
    before[i] = select.value;
    const [up, down] = select.parentElement.querySelectorAll('.mv button');
    up.disabled = i === 0;
    down.disabled = i === selects.length - 1;
  });
  const swap = (i, j) => { const kept = selects[i].value; selects[i].value = selects[j].value; selects[j].value = kept; };
  selects.forEach((select, i) => {
    const rank = group.querySelector(`label[for="${select.id}"]`).textContent;
    for (const [step, sign, words] of [[-1, '▲', '往前移'], [1, '▼', '往後移']]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sign;
      button.setAttribute('aria-label', `${rank}${words}`);
      button.addEventListener('click', () => {
        swap(i, i + step);
        refresh();
        selects[i + step].focus();
        selects[i + step].dispatchEvent(new Event('input', {bubbles: true}));
        say(`已移到第 ${i + step + 1} 順位`);
      });
      select.parentElement.querySelector('.mv').append(button);
    }
    select.addEventListener('change', () => {
      const other = selects.findIndex((s, j) => j !== i && s.value !== '' && s.value === select.value);
      if (other >= 0) { selects[other].value = before[i]; say(`已與第 ${other + 1} 順位對調`); }
      refresh();
    });
  });
  refresh();
}

// --- Step 1: only the groups that belong to the stage --------------------------------------------

const stage = document.getElementById('stage');
const teaching = document.getElementById('teaching');
if (stage && teaching) {
  const groups = [...teaching.querySelectorAll('optgroup')];
  const narrow = () => {
    const chosen = teaching.selectedOptions[0]?.parentElement;
    if (stage.value && chosen?.dataset?.stage && chosen.dataset.stage !== stage.value) teaching.value = '';
    for (const group of groups) group.hidden = group.disabled = stage.value !== '' && group.dataset.stage !== stage.value;
  };
  stage.addEventListener('change', narrow);
  narrow();
}

// --- Saving by itself ------------------------------------------------------------------------------

const key = form ? `yanxi:${form.dataset.key}` : '';
const original = new Map(fields().map((e) => [e.name, e.value]));
let stored = new Map(original);
let composing = false, timer = 0, wait = 0, flying = null, failing = false;

const changed = () => fields().filter((e) => stored.get(e.name) !== e.value);
const version = () => form.elements.v;

function keep() {
  const typed = Object.fromEntries(changed().map((e) => [e.name, e.value]));
  if (Object.keys(typed).length) sessionStorage.setItem(key, JSON.stringify({v: version().value, typed}));
  else sessionStorage.removeItem(key);
}

function complain(text, link, address) {
  failing = true;
  alertBox.textContent = text;
  if (link) {
    const a = document.createElement('a');
    a.href = address;
    a.textContent = link;
    alertBox.append(' ', a);
  }
}

function understand(status, answer, sent) {
  if (status === 200) {
    failing = false;
    wait = 0;
    alertBox.textContent = '';
    version().value = answer.v;
    for (const [name, value] of sent) if (!answer.bad.includes(name)) stored.set(name, value);
    const odd = answer.bad.map((name) => name.slice(2)).join('、');
    saved.textContent = odd ? `已於 ${answer.at} 自動暫存；${odd} 還不是數字，尚未暫存` : `已於 ${answer.at} 自動暫存`;
    form.dispatchEvent(new Event('yanxi:saved'));
    document.getElementById('undo')?.remove();  // a new save has ended what could be undone
    keep();
    return;
  }
  saved.textContent = '尚未暫存';
  if (status === 401) complain('登入已逾時，最新的內容還沒有存到伺服器。', '重新登入後繼續（內容會保留）', `${form.dataset.login}?next=${encodeURIComponent(new URL(form.action).pathname.slice(form.dataset.login.length - '/login'.length))}`);
  else if (status === 409 && answer?.closed) complain('填報期間已截止，最新的內容沒有儲存。');
  else if (status === 409) complain('這份規劃已在另一個分頁或裝置更新。請按「暫存/回首頁」，查看並選擇要保留的內容。');
  else if (status >= 400 && status < 429) complain('這一頁的內容無法自動暫存，請按「暫存/回首頁」。');
  else if (status === 429) { complain('暫存太頻繁，稍後會自動再試。'); schedule(30000); }
  else {
    complain('目前無法自動暫存，系統會再試一次；您也可以按「暫存/回首頁」。');
    wait = Math.min(60000, wait ? wait * 2 : 4000);
    schedule(wait + Math.random() * 1000);
  }
}

async function save(keepalive = false) {
  if (flying || composing) return;
  const sent = changed().map((e) => [e.name, e.value]);
  if (!sent.length) return;
  saved.textContent = '儲存中…';
  const body = new URLSearchParams(sent);
  for (const name of ['csrf', 'v']) body.set(name, form.elements[name].value);
  body.set('once', crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2));
  flying = fetch(form.dataset.autosave, {method: 'POST', body, keepalive, headers: {Accept: 'application/json'}})
      .then(async (r) => understand(r.status, await r.json().catch(() => null), sent), () => understand(0, null, sent))
      .finally(() => { flying = null; if (!failing && changed().some((e) => !sent.some(([n, v]) => n === e.name && v === e.value))) schedule(2500); });
  return flying;
}

function schedule(delay) { clearTimeout(timer); timer = setTimeout(save, delay); }

function bringBack() {
  const kept = sessionStorage.getItem(key);
  if (!kept) return;
  const {v, typed} = JSON.parse(kept);
  if (v !== version().value) { sessionStorage.removeItem(key); return; }
  for (const e of fields()) if (e.name in typed) e.value = typed[e.name];
  if (hourInputs.length && whole()) drawTotals();
  say('已還原尚未儲存的內容');
  saved.textContent = '已還原尚未儲存的內容';
  schedule(1000);
}

if (form?.dataset.autosave && version()) {
  let leaving = false;
  bringBack();
  form.addEventListener('compositionstart', () => { composing = true; });
  form.addEventListener('compositionend', () => { composing = false; schedule(2500); });
  form.addEventListener('input', () => { keep(); if (!composing) schedule(wait || 2500); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && !leaving) save(true); });
  addEventListener('online', () => schedule(0));
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    leaving = true;
    if (!flying) return;
    // A save on its way is waited for: the form must carry the version it leads to.
    event.preventDefault();
    const button = event.submitter;
    flying.then(() => form.requestSubmit(button));
  });
  addEventListener('beforeunload', (event) => { if (failing && !leaving && changed().length) event.preventDefault(); });
  addEventListener('pageshow', (event) => { if (event.persisted) leaving = false; });
  document.getElementById('find')?.addEventListener('submit', async (event) => {
    if (!changed().length) return;
    event.preventDefault();
    await save();
    event.target.submit();
  });
}
document.querySelector('form[action$="/logout"]')?.addEventListener('submit', () => sessionStorage.clear());

// --- Five minutes before the sign-in ends ----------------------------------------------------------

if (form?.dataset.seconds && window.HTMLDialogElement) {
  const lifetime = Number(form.dataset.seconds) * 1000;
  const dialog = document.createElement('dialog');
  dialog.innerHTML = '<h2>您快要被登出了</h2><p></p><p class="actions"><button class="button">繼續填寫</button></p>';
  document.body.append(dialog);
  const words = dialog.querySelector('p');
  let end = Date.now() + lifetime;
  // Ten hours after it began a sign-in ends whatever is done; then there is nothing to renew.
  const extend = () => { if (lifetime > 59 * 60000) end = Date.now() + lifetime; if (dialog.open) dialog.close(); };
  // Any answer of the server renews the sign-in; the other tabs are told.
  const renewed = () => { extend(); localStorage.setItem('yanxi:renewed', String(Date.now())); };
  addEventListener('storage', (event) => { if (event.key === 'yanxi:renewed') extend(); });
  form.addEventListener('yanxi:saved', renewed);
  dialog.querySelector('button').addEventListener('click', () => {
    fetch(location.href, {headers: {Accept: 'text/html'}}).then((r) => { if (r.ok && !r.redirected) renewed(); });
  });
  setInterval(() => {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    if (minutes > 5 || minutes < 1) return;
    const text = `為了保護資料，系統將在 ${minutes} 分鐘後登出。`;
    if (!dialog.open) dialog.showModal();
    else if (![5, 2, 1].includes(minutes)) return;
    if (words.textContent !== text) { words.textContent = text; say(text); }
  }, 5000);
}

// --- Small things -----------------------------------------------------------------------------------

document.getElementById('errors')?.focus();
for (const link of document.querySelectorAll('.errors a[href^="#"]')) {
  link.addEventListener('click', (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.closest('details')?.setAttribute('open', '');
    target.scrollIntoView({block: 'center'});
    target.focus();
  });
}
const password = document.getElementById('password');
if (password) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button second';
  button.textContent = '顯示密碼';
  button.addEventListener('click', () => {
    const shown = password.type === 'text';
    password.type = shown ? 'password' : 'text';
    button.textContent = shown ? '顯示密碼' : '隱藏密碼';
  });
  password.closest('form').querySelector('.actions').append(button);
}
addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('details')) d.open = true; });
