import { createSubscriber } from 'svelte/reactivity';

/** The device's clock, read once a second by everything that shows time; it stops when nobody looks. */
class Ticker {
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const ticker = new Ticker();
