// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { router } from '../router/router.svelte';
import { keep, kept } from '../session/keepsake';
import { who } from '../session/session.svelte';
import Join from './Join.svelte';

type Asked = { method: string; path: string; body: unknown };
let asked: Asked[];
let answers: Record<string, { status: number; body: unknown }>;
const TOKEN = 'vT9x_'.repeat(8);

const claims = () => asked.filter((call) => call.path === '/api/v1/links/claim');
const nobody = { principal: 'anonymous' };

beforeEach(() => {
  asked = [];
  who.current = null;
  answers = {
    'GET /api/v1/session': { status: 200, body: nobody },
    'POST /api/v1/join/look': {
      status: 200,
      body: {
        game: 'g1',
        title: 'Tuesday',
        scenario_title: 'Crash course',
        seats: [aSeat('usa', 'The United States', 0), aSeat('fiji', 'Fiji', 2)],
      },
    },
  };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    asked.push({ method, path, body: JSON.parse((init.body as string | undefined) ?? 'null') });
    const { status, body } = answers[`${method} ${path}`] ?? { status: 404, body: {} };
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  vi.stubGlobal('scrollTo', () => undefined);
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

function aSeat(seat: string, name: string, holders: number) {
  return {
    seat,
    name,
    state: seat,
    holders,
    taken: holders > 0,
    bot: false,
    state_name: name,
    brief: `You speak for ${name}.`,
    power: 12.5,
    predisposition: { liberal: 0.7, transformative: 0.1, mercantilist: 0.2, conservative: 0 },
  };
}

function open(path: string) {
  history.replaceState(null, '', path);
  const stop = router.start();
  render(Join);
  return stop;
}

test('opening a personal link claims nothing and cleans the address bar', async () => {
  const stop = open(`/join#${TOKEN}`);
  await screen.findByText(/This is a personal link/);
  expect(location.href).not.toContain(TOKEN);
  expect(claims()).toEqual([]);
  stop();
});

test('pressing the button claims the seat, and this device remembers the way back', async () => {
  answers['POST /api/v1/links/claim'] = {
    status: 201,
    body: { principal: 'seat', name: 'Grace', game: 'g1', seat: 'fiji', personal_code: 'code-of-grace' },
  };
  answers['GET /api/v1/games/g1/texts'] = {
    status: 200,
    body: { title: 'Crash course', seats: { fiji: { name: 'Fiji', state: 'fiji' } } },
  };
  const stop = open(`/join#${TOKEN}`);
  await fireEvent.input(await screen.findByLabelText('Your name'), { target: { value: ' Grace ' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Take the seat' }));
  await screen.findByRole('heading', { name: 'Welcome' });
  expect(claims()[0]?.body).toEqual({ token: TOKEN, name: 'Grace' });
  expect(kept()).toMatchObject({ code: 'code-of-grace', seat: 'Fiji' });
  expect(screen.getByRole('link', { name: 'Go to the play desk' }).getAttribute('href')).toBe('/play/g1');
  stop();
});

test('who comes back with the code of this device is not asked for a name and goes straight to the desk', async () => {
  keep({ code: TOKEN, name: 'Grace', seat: 'Fiji', title: 'Tuesday' });
  answers['POST /api/v1/links/claim'] = {
    status: 201,
    body: { principal: 'seat', name: 'Grace', game: 'g1', seat: 'fiji', personal_code: null },
  };
  const stop = open(`/join#${TOKEN}`);
  await screen.findByText(/Welcome back, Grace/);
  expect(screen.queryByLabelText('Your name')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Back to my seat' }));
  await vi.waitFor(() => expect(location.pathname).toBe('/play/g1'));
  expect(claims()[0]?.body).toEqual({ token: TOKEN });
  stop();
});

test('a code in the link is looked up once and shows the seats', async () => {
  const stop = open('/join#K7M2QX');
  await screen.findByRole('radio', { name: /Fiji/ });
  expect(asked.filter((call) => call.path === '/api/v1/join/look')).toHaveLength(1);
  expect(screen.getByText('2 people here: join the team')).toBeTruthy();
  // So that whoever chooses knows whom: who it is, what its regime leans to, and how large it is
  expect(screen.getByText('You speak for Fiji.')).toBeTruthy();
  expect(screen.getAllByText(/70% liberal, 20% mercantilist. It has 12.5% of the world/)).toHaveLength(2);
  stop();
});

test('a seat needs a choice and a name before anything is sent', async () => {
  const stop = open('/join#K7M2QX');
  await fireEvent.click(await screen.findByRole('button', { name: 'Take this seat' }));
  expect(screen.getByText('Choose one of the seats.')).toBeTruthy();
  expect(screen.getByText('Write the name that your class knows.')).toBeTruthy();
  expect(asked.some((call) => call.path === '/api/v1/join')).toBe(false);
  stop();
});

test('a fault of the server stands at the field that it names', async () => {
  const fault = {
    code: 'name_taken',
    field: 'name',
    message: 'Somebody has this name.',
    fix: 'Add an initial.',
  };
  answers['POST /api/v1/join'] = { status: 422, body: { type: '/problems/name_taken', faults: [fault] } };
  const stop = open('/join#K7M2QX');
  await fireEvent.click(await screen.findByRole('radio', { name: /Fiji/ }));
  await fireEvent.input(screen.getByLabelText('Your name'), { target: { value: 'Grace' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Take this seat' }));
  const field = await screen.findByLabelText('Your name');
  await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  expect(
    document.getElementById(field.getAttribute('aria-describedby')?.split(' ')[1] ?? '')?.textContent,
  ).toContain('Somebody has this name. Add an initial.');
  stop();
});

test('an instructor is warned before this browser becomes a student', async () => {
  answers['GET /api/v1/session'] = { status: 200, body: { principal: 'instructor', name: 'Ada' } };
  const stop = open(`/join#${TOKEN}`);
  await screen.findByText(/signed in as the instructor Ada/);
  stop();
});

test('a code that leads nowhere is told at the code', async () => {
  const fault = { code: 'unknown_code', field: 'code', message: 'No game has this code.', fix: 'Check it.' };
  answers['POST /api/v1/join/look'] = {
    status: 422,
    body: { type: '/problems/unknown_code', faults: [fault] },
  };
  const stop = open('/join#AAAAAA');
  const field = await screen.findByLabelText('Join code');
  await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  stop();
});
