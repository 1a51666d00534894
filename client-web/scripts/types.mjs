// Writes the client's types from the two documents that the server generates from its own code (`make openapi`):
//   src/api/openapi.json      -> src/api/openapi.gen.ts   the shapes of requests and answers
//   src/api/live-schema.json  -> src/api/live.gen.ts      the messages of the live line
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import openapi, { astToString } from 'openapi-typescript';

const api = new URL('../src/api/', import.meta.url);
const banner = (source) => `/* Generated from ${source} by \`npm run types\`. Do not edit. */\n`;
const read = async (name) => JSON.parse(await readFile(new URL(name, api), 'utf8'));

// Only the shapes: the routes themselves are written as functions in calls.ts.
const { openapi: version, info, components } = await read('openapi.json');
const shapes = { openapi: version, info, paths: {}, components: { schemas: components.schemas } };
const tree = await openapi(shapes, { alphabetize: true, defaultNonNullable: false });
await writeFile(new URL('openapi.gen.ts', api), banner('openapi.json') + astToString(tree));

// A title on every small part would become a named type each; without titles only the definitions have names.
const schema = withoutTitles(await read('live-schema.json'));
const live = await compile(schema, 'LiveMessages', {
  additionalProperties: false,
  bannerComment: banner('live-schema.json'),
  style: { singleQuote: true, printWidth: 110 },
});
await writeFile(new URL('live.gen.ts', api), live);
console.log('wrote src/api/openapi.gen.ts and src/api/live.gen.ts');

function withoutTitles(node) {
  if (Array.isArray(node)) return node.map(withoutTitles);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'title' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTitles(value)]));
}
