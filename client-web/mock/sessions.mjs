// Where the make-believe person is signed in: here, and once more on a telephone of yesterday.
const HOUR_MS = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * HOUR_MS).toISOString();

export const sessionRoutes = [
  [
    'GET',
    /^\/sessions$/,
    () => [
      { created_at: ago(2), seen_at: ago(0), present: true },
      { created_at: ago(30), seen_at: ago(20), present: false },
    ],
  ],
];
