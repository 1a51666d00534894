import { describe, expect, test } from 'vitest';
import { call, freshKey, type HttpDeps } from './http';
import type { Trouble } from './trouble';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'no answer';

function server(...answers: Answer[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const deps: HttpDeps = {
    fetch: (url, init) => {
      asked.push({ url, init });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined || answer === 'no answer') return Promise.reject(new TypeError('failed'));
      const body = answer.body === undefined ? null : JSON.stringify(answer.body);
      return Promise.resolve(new Response(body, { status: answer.status, headers: answer.headers ?? {} }));
    },
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  return { deps, asked, waits };
}

const troubleOf = (promise: Promise<unknown>): Promise<Trouble> =>
  promise.then(
    () => Promise.reject(new Error('no trouble')),
    (error: Trouble) => error,
  );

test('a good answer is its JSON', async () => {
  const { deps, asked } = server({ status: 200, body: { principal: 'anonymous' } });
  expect(await call('GET', '/session', {}, deps)).toEqual({ principal: 'anonymous' });
  expect(asked[0]?.url).toBe('/api/v1/session');
});

test('an empty answer is nothing', async () => {
  expect(await call('DELETE', '/session', {}, server({ status: 204 }).deps)).toBeUndefined();
});

describe('repeating', () => {
  test('a 503 is repeated with the same key and body', async () => {
    const { deps, asked } = server({ status: 503 }, { status: 201, body: { rev: 1 } });
    const answer = await call(
      'PUT',
      '/games/g/turns/1/move',
      { body: { votes: {} }, key: 'k'.repeat(32) },
      deps,
    );
    expect(answer).toEqual({ rev: 1 });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.init).toEqual(asked[0]?.init);
    expect(asked[0]?.init.headers).toMatchObject({ 'Idempotency-Key': 'k'.repeat(32) });
  });

  test('the wait is never shorter than the server asks', async () => {
    const { deps, waits } = server(
      { status: 503, headers: { 'Retry-After': '3' } },
      { status: 200, body: 1 },
    );
    await call('GET', '/scenarios', {}, deps);
    expect(waits).toEqual([3000]);
  });

  test('it gives up after four tries and says what it was', async () => {
    const { deps, asked } = server({ status: 503 });
    expect((await troubleOf(call('GET', '/scenarios', {}, deps))).kind).toBe('server');
    expect(asked).toHaveLength(4);
  });

  test('a POST without a key could happen twice, so it is sent once', async () => {
    const { deps, asked } = server('no answer');
    expect((await troubleOf(call('POST', '/classes', { body: { name: 'IR' } }, deps))).kind).toBe('network');
    expect(asked).toHaveLength(1);
  });

  test('a refusal is not repeated', async () => {
    const { deps, asked } = server({ status: 422, body: {} });
    await troubleOf(call('PUT', '/x', { key: freshKey() }, deps));
    expect(asked).toHaveLength(1);
  });
});

describe('troubles are told apart', () => {
  test.each([
    [401, 'login'],
    [403, 'forbidden'],
    [404, 'missing'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'busy'],
    [500, 'server'],
  ] as const)('%i is %s', async (status, kind) => {
    const trouble = await troubleOf(call('POST', '/x', {}, server({ status, body: {} }).deps));
    expect(trouble).toMatchObject({ kind, status });
    expect(trouble.message).not.toBe('');
  });

  test('a problem document gives its code, words and faults', async () => {
    const fault = { code: 'field_missing', field: 'name', message: 'The field is missing.', fix: 'Add it.' };
    const body = { type: '/problems/field_missing', detail: 'The field is missing.', faults: [fault] };
    const trouble = await troubleOf(call('POST', '/classes', {}, server({ status: 422, body }).deps));
    expect(trouble.code).toBe('field_missing');
    expect(trouble.at('name')).toEqual(fault);
  });

  test('a page of HTML from some proxy is still a trouble', async () => {
    const { deps } = server();
    deps.fetch = () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect((await troubleOf(call('POST', '/x', {}, deps))).kind).toBe('server');
  });
});

test('If-Match is a quoted revision', async () => {
  const { deps, asked } = server({ status: 200, body: {} });
  await call('PUT', '/x', { ifMatch: 4 }, deps);
  expect(asked[0]?.init.headers).toMatchObject({ 'If-Match': '"4"' });
});

test('keys are long, printable and never the same', () => {
  const keys = new Set(Array.from({ length: 50 }, freshKey));
  expect(keys.size).toBe(50);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});
