// `npm run look`: opens every screen in a real browser, at three sizes and in both themes, keeps a picture of each, and
// fails on any axe violation, any message in the console, and any sideways scrolling. It wants `npm run mock` to be
// running, or another server in LOOK_AT; CHROMIUM names the browser and LOOK_DIR the folder for the pictures.
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { SCREENS } from './look-screens.mjs';

const origin = process.env.LOOK_AT ?? 'http://127.0.0.1:8000';
const folder = process.env.LOOK_DIR ?? new URL('../../tests/artifacts/look', import.meta.url).pathname;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
// `slim` is what a page of 1280 px becomes at four times its size: nothing may scroll sideways there either.
const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  slim: { width: 320, height: 640 },
};
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const troubles = [];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const screen of SCREENS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      await look(screen, size, viewport, colorScheme);
    }
  }
}
await browser.close();
for (const trouble of troubles) console.error(trouble);
console.log(`${troubles.length} troubles; pictures in ${folder}`);
process.exitCode = troubles.length === 0 ? 0 : 1;

async function look(screen, size, viewport, colorScheme) {
  const where = `${screen.name} ${size} ${colorScheme}`;
  // bypassCSP is needed for axe alone, so that a breach of the policy is looked for first, in a page without it.
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('console', (message) => {
    const noise = message.type() === 'error' && screen.expects?.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !noise) troubles.push(`${where}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${where}: ${error.message}`));
  try {
    await screen.open(page, origin);
    await page.waitForTimeout(150);
    await page.screenshot({
      path: `${folder}/${screen.name}-${size}-${colorScheme}.png`,
      fullPage: screen.full ?? true,
    });
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (sideways > 0) troubles.push(`${where}: scrolls sideways by ${sideways} px`);
    await page.evaluate(await (await import('node:fs/promises')).readFile(axe, 'utf8'));
    const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
    for (const { id, help, nodes } of violations) {
      const spots = nodes
        .slice(0, 4)
        .map((node) => `\n    ${node.target.join(' ')}  ${node.failureSummary ?? ''}`);
      troubles.push(`${where}: axe ${id}: ${help}${spots.join('')}`);
    }
  } catch (error) {
    troubles.push(`${where}: ${error.message}`);
  }
  await context.close();
}
