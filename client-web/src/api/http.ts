import { Trouble, troubleFrom } from './trouble';

/** One call to `/api/v1`: JSON in, JSON out, every failure a `Trouble`. */
export interface Call {
  body?: unknown;
  /** Sent as `Idempotency-Key`; every retry of this call carries the same one. */
  key?: string;
  ifMatch?: number;
  signal?: AbortSignal;
}

export interface HttpDeps {
  fetch: (input: string, init: RequestInit) => Promise<Response>;
  wait: (ms: number) => Promise<void>;
  random: () => number;
}

const BASE = '/api/v1';
const TRIES_MAX = 4;
const WAIT_FIRST_MS = 400;
const WAIT_MAX_MS = 8_000;

const realDeps: HttpDeps = {
  fetch: (input, init) => fetch(input, init),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  random: Math.random,
};

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Calls the server. A 503 means "unknown whether it was saved": the call is repeated with the same key, as is a call
 * that got no answer. A POST without a key is never repeated, because it could happen twice.
 */
export async function call<T>(method: Method, path: string, options: Call = {}, deps = realDeps): Promise<T> {
  const repeatable = method !== 'POST' || options.key !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once<T>(method, path, options, deps);
    if (outcome.ok) return outcome.value;
    const again = repeatable && attempt < TRIES_MAX && isPassing(outcome.trouble);
    if (!again || options.signal?.aborted) throw outcome.trouble;
    const jittered = deps.random() * Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** attempt);
    await deps.wait(Math.max(outcome.retryAfterMs, jittered));
  }
}

/** A key for one intention of the user; 32 hexadecimal characters. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

type Outcome<T> = { ok: true; value: T } | { ok: false; trouble: Trouble; retryAfterMs: number };

async function once<T>(method: Method, path: string, options: Call, deps: HttpDeps): Promise<Outcome<T>> {
  let response: Response;
  try {
    response = await deps.fetch(BASE + path, requestInit(method, options));
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { ok: false, trouble: new Trouble('network', 'The server did not answer.'), retryAfterMs: 0 };
  }
  const body = await readJson(response);
  if (response.ok) return { ok: true, value: body as T };
  const seconds = Number(response.headers.get('Retry-After') ?? 0);
  const retryAfterMs = Number.isFinite(seconds) ? Math.min(seconds * 1000, WAIT_MAX_MS) : 0;
  return { ok: false, trouble: troubleFrom(response.status, body), retryAfterMs };
}

function requestInit(method: Method, options: Call): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
  };
}

function isPassing(trouble: Trouble): boolean {
  return trouble.kind === 'network' || trouble.status === 503;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
