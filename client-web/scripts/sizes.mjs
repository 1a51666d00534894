// Prints what a visitor downloads: the first load (what index.html names, with static imports), and each lazy chunk.
import { readFile, readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const root = new URL('../../server/comity/static/', import.meta.url);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const packed = async (path) => gzipSync(await readFile(new URL(path, root)), { level: 9 }).length;

const html = await readFile(new URL('index.html', root), 'utf8');
const first = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]);
let total = await packed('index.html');
for (const path of first) {
  const size = await packed(path);
  total += size;
  console.log(`first load  ${kb(size).padStart(10)}  ${path}`);
}
console.log(`first load  ${kb(total).padStart(10)}  in all, gzip -9`);
for (const name of (await readdir(new URL('assets/', root))).sort()) {
  const path = `assets/${name}`;
  if (!first.includes(path)) console.log(`lazy        ${kb(await packed(path)).padStart(10)}  ${path}`);
}
