"""Watching a browser for scripts that are not ours: what ran, what was stopped, what stands ready to run."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Dialog, Page, Request
from tests.browser.hostile import CANARY, FOREIGN, PAYLOADS

STOPPED: Final = "comityStopped"
LISTEN: Final = f"""document.addEventListener('securitypolicyviolation', (event) =>
  window.{STOPPED}(`${{event.violatedDirective}} ${{event.blockedURI}} ${{event.sample}}`));"""

SETTLE: Final = """async () => {
  const failed = new Promise((done) => {
    const image = new Image();
    image.onload = image.onerror = done;
    image.src = `nothing-here-${performance.now()}.png`;
  });
  await failed;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
}"""
"""A picture of ours, asked for last, has failed: so have those that were asked for before it."""

ARMED: Final = """() => {
  const scheme = (value) => value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
  const found = [];
  const note = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 120)}`);
  for (const element of document.querySelectorAll('*')) {
    const tag = element.localName;
    if (['iframe', 'frame', 'object', 'embed', 'base', 'applet', 'marquee', 'template'].includes(tag)) {
      note(element, tag);
    }
    const ours = element.src && new URL(element.src).origin === location.origin;
    if (tag === 'script' && !ours) note(element, tag);
    if (tag === 'meta' && element.httpEquiv) note(element, tag);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'srcdoc') note(element, name);
      const leads = /href|src|action|data/.test(name);
      if (leads && /^(javascript|vbscript|data:(?!image\\/)|blob)/.test(scheme(value))) note(element, name);
      if (name === 'style' && /url\\(|expression|binding|behavior/.test(value)) note(element, name);
    }
    if (tag === 'a' && element.origin !== location.origin && element.hasAttribute('href')) {
      if (!/\\bnoopener\\b/.test(element.rel)) note(element, 'opener');
    }
  }
  return found;
}"""
"""What would run, or lead away, at a click, at a load, or under a weaker policy."""

SHOWN: Final = """(payloads) => {
  const plain = (text) => text.replace(/\\s+/g, ' ').trim();
  const page = plain(document.body.textContent);
  return payloads.map((payload, index) => [plain(payload), index])
    .filter(([payload]) => page.includes(payload)).map(([, index]) => index);
}"""


@dataclass
class Watch:
    """Everything that went on in one browser context, told by it and not by the page."""

    context: BrowserContext
    site: str
    ran: list[Any] = field(default_factory=list)
    """The numbers of the payloads whose script ran."""
    dialogs: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    """What the content policy had to stop."""
    foreign: list[str] = field(default_factory=list)
    """Addresses elsewhere that were asked for."""
    broken: list[str] = field(default_factory=list)
    """Exceptions in pages."""
    shown: set[int] = field(default_factory=set)
    """Payloads that stood on a screen as plain words."""

    @classmethod
    async def over(cls, browser: Browser, site: str) -> Self:
        """A context that is watched from its first page on."""
        context = await browser.new_context(base_url=site, reduced_motion="reduce")
        watch = cls(context, site)
        await context.expose_binding(CANARY, lambda _, number=None: watch.ran.append(number))
        await context.expose_binding(STOPPED, lambda _, what: watch.stopped.append(what))
        await context.add_init_script(LISTEN)
        await context.route(lambda url: FOREIGN in url, lambda route: route.abort())
        context.on("dialog", watch._dismiss)
        context.on("request", watch._note)
        context.on("weberror", lambda error: watch.broken.append(str(error.error)))
        return watch

    async def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.site).netloc:
            self.foreign.append(request.url)

    async def settle(self, page: Page) -> None:
        """Returns when whatever would run by itself has had its chance."""
        async with asyncio.timeout(20):
            await page.evaluate(SETTLE)

    async def look(self, page: Page, where: str) -> None:
        """The screen as it stands has run nothing, and nothing on it is ready to."""
        await self.settle(page)
        self.shown |= set(await page.evaluate(SHOWN, PAYLOADS))
        armed = await page.evaluate(ARMED)
        assert not armed, f"{where}: {armed[:3]}"
        self.is_clean(where)

    def is_clean(self, where: str) -> None:
        """Nothing ran, nothing had to be stopped, and nothing was asked for elsewhere."""
        assert not self.ran, f"{where}: scripts ran, of the payloads {sorted(set(self.ran))}"
        assert not self.dialogs, f"{where}: {self.dialogs}"
        assert not self.stopped, f"{where}: the content policy had to stop {self.stopped[:3]}"
        assert not self.foreign, f"{where}: {self.foreign[:3]}"
        assert not self.broken, f"{where}: {self.broken[:3]}"
