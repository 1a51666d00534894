// How to reach each screen of `npm run look` from an empty browser.

const heading = (page, name) => page.getByRole('heading', { name }).first().waitFor();

async function signIn(page, origin) {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('Password').fill('a long sentence to remember');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Your classes');
}

async function room(page, origin, game = 'g1') {
  await signIn(page, origin);
  await page.goto(`${origin}/room/${game}`);
  await heading(page, 'Seats');
}

async function chooseEvent(page, origin) {
  await room(page, origin);
  // The class of the mock is one for all sizes, so what an earlier look sent may still wait.
  for (const back of await page.getByRole('button', { name: 'Take back' }).all()) await back.click();
  await page.getByLabel('Event', { exact: true }).selectOption('hottest_year');
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('button', { name: 'Send the event' }).click();
  await page.getByRole('button', { name: 'Take back' }).waitFor();
  await page.getByLabel('Event', { exact: true }).selectOption('border_flood');
  await page.getByLabel('State that it hits').selectOption({ index: 1 });
}

async function chooseSeat(page, origin) {
  await page.goto(`${origin}/`);
  await page.getByLabel('Join code').fill('k7m-2qx');
  await page.getByRole('button', { name: 'Find my game' }).click();
  await heading(page, 'Choose your seat');
}

export const SCREENS = [
  {
    name: 'landing',
    open: async (page, origin) => {
      await page.goto(origin);
      await heading(page, 'Join your class');
    },
  },
  {
    name: 'lost',
    open: (page, origin) =>
      page
        .goto(`${origin}/`)
        .then(() => page.evaluate(() => history.pushState(null, '', '/nowhere')))
        .then(() => page.evaluate(() => dispatchEvent(new PopStateEvent('popstate'))))
        .then(() => heading(page, 'no page')),
  },
  {
    name: 'join-wrong-code',
    expects: /422/,
    open: async (page, origin) => {
      await page.goto(`${origin}/join#AAAAAA`);
      await page.getByText('No game has this code').waitFor();
    },
  },
  { name: 'join-seats', open: chooseSeat },
  {
    name: 'join-unfilled',
    open: async (page, origin) => {
      await chooseSeat(page, origin);
      await page.getByRole('button', { name: 'Take this seat' }).click();
      await page.getByText('Choose one of the seats').waitFor();
    },
  },
  {
    name: 'join-seated',
    open: async (page, origin) => {
      await chooseSeat(page, origin);
      await page.getByRole('radio', { name: /Fiji/ }).check();
      await page.getByLabel('Your name').fill('Grace');
      await page.getByRole('button', { name: 'Take this seat' }).click();
      await heading(page, 'Welcome');
    },
  },
  {
    name: 'join-link',
    open: async (page, origin) => {
      await page.goto(`${origin}/join#${'q'.repeat(43)}`);
      await page.getByText('personal link').first().waitFor();
    },
  },
  {
    name: 'join-dead-link',
    expects: /422/,
    open: async (page, origin) => {
      await page.goto(`${origin}/join#old${'q'.repeat(40)}`);
      await page.getByLabel('Your name').fill('Grace');
      await page.getByRole('button', { name: 'Take the seat' }).click();
      await page.getByText('leads nowhere').waitFor();
    },
  },
  {
    name: 'watch',
    open: async (page, origin) => {
      await page.goto(`${origin}/watch`);
      await heading(page, 'Watch a game');
    },
  },
  {
    name: 'invite',
    open: async (page, origin) => {
      await page.goto(`${origin}/invite#${'i'.repeat(43)}`);
      await page.getByLabel('Your name').fill('Ada Lovelace');
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByText('Use at least 12').first().waitFor();
    },
  },
  {
    name: 'sign-in',
    expects: /401/,
    open: async (page, origin) => {
      await page.goto(`${origin}/sign-in`);
      await page.getByLabel('Name').fill('Ada Lovelace');
      await page.getByLabel('Password').fill('no');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('is wrong').waitFor();
    },
  },
  {
    name: 'account',
    open: async (page, origin) => {
      await signIn(page, origin);
      await page.getByRole('link', { name: 'IR 101, Tuesday group', exact: true }).waitFor();
    },
  },
  {
    name: 'new-class',
    full: false,
    open: async (page, origin) => {
      await signIn(page, origin);
      await page.getByRole('button', { name: 'New class' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'new-game',
    full: false,
    open: async (page, origin) => {
      await signIn(page, origin);
      await page.getByRole('button', { name: 'New game' }).click();
      await page.getByRole('radio', { name: /Crash course/ }).waitFor();
    },
  },
  { name: 'room', open: (page, origin) => room(page, origin) },
  {
    name: 'room-well',
    open: async (page, origin) => {
      await room(page, origin);
      await page.getByRole('button', { name: 'Game health' }).click();
    },
  },
  {
    name: 'room-ill',
    open: async (page, origin) => {
      await page.route('**/health', async (route) => {
        const answer = await route.fetch();
        const ill = { unresolved_seconds: 42, live_updates: 'delayed' };
        await route.fulfill({ response: answer, json: { ...(await answer.json()), ...ill } });
      });
      await room(page, origin);
      await page.getByText('is not resolved').waitFor();
    },
  },
  { name: 'room-event', open: chooseEvent },
  {
    name: 'room-wall',
    full: false,
    open: async (page, origin) => {
      await room(page, origin);
      await page.getByRole('button', { name: 'Show big' }).click();
      await page.getByText('people seated').waitFor();
    },
  },
  {
    name: 'room-many',
    open: async (page, origin) => {
      await signIn(page, origin);
      await page.getByRole('button', { name: 'New game' }).click();
      await page.getByRole('radio', { name: /new cold war/ }).check();
      await page.getByRole('button', { name: 'Create the game' }).click();
      await heading(page, 'Seats');
    },
  },
  {
    name: 'room-many-wall',
    full: false,
    open: async (page, origin) => {
      await signIn(page, origin);
      await page.getByRole('button', { name: 'New game' }).click();
      await page.getByRole('radio', { name: /new cold war/ }).check();
      await page.getByRole('button', { name: 'Create the game' }).click();
      await page.getByRole('button', { name: 'Show big' }).click();
      await page.getByText('people seated').waitFor();
    },
  },
  {
    name: 'room-confirm',
    full: false,
    open: async (page, origin) => {
      await room(page, origin);
      await page.getByRole('button', { name: 'Resolve now' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'room-link',
    full: false,
    open: async (page, origin) => {
      await room(page, origin);
      await page.getByRole('button', { name: 'Personal link for The United States' }).click();
      await page.getByRole('button', { name: 'Make the link' }).click();
      await page.getByLabel('Link to the seat').waitFor();
    },
  },
];
