/** The built client, from `BUILD` or from where `npm run build` puts it. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = process.env.BUILD
  ? pathToFileURL(`${process.env.BUILD}/`)
  : new URL('../../server/comity/static/', import.meta.url);
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Answers with a file, or with the page for whatever is none. */
export async function file(response, pathname) {
  const isFile = extname(pathname) !== '';
  const content = await readFile(new URL(isFile ? pathname.slice(1) : 'index.html', build));
  response.writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? 'text/html' });
  response.end(content);
}
