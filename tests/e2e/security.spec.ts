import type { Page } from '@playwright/test';
import { test as base, expect } from './support/coppice';
import { scribe, writeAgentsFile } from './support/custom-agents';
import { type QuietServer, startQuietServer } from './support/quiet-server';
import { CoppiceWindow } from './support/window';

const test = base.extend<{ outside: QuietServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its destructured parameter.
  outside: async ({}, use) => {
    const server = await startQuietServer();
    await use(server);
    server.close();
  },
});

test('the page is confined to itself', async ({ launch, outside }) => {
  const { app, page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await test.step('the page has no Node and only the bridge', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(found).toEqual([]);
    expect(await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'coppice')).sort())).toEqual([
      'call',
      'pathOf',
      'platform',
    ]);
  });

  await test.step('the page runs no code but its own and reaches no other place', async () => {
    expect(await violationOf(page, '<script>globalThis.ran = true</script>', 'script')).toBe(
      'script-src-elem',
    );
    expect(await violationOf(page, `<img src="${outside.url}/pixel.png">`, 'img')).toBe('img-src');
    expect(await violationOf(page, `<iframe src="${outside.url}/frame"></iframe>`, 'iframe')).toBe(
      'frame-src',
    );
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ran'))).toBeUndefined();
    // Code that DevTools runs is exempt from the policy; what it schedules is not.
    const evalOutcome = await page.evaluate(
      () =>
        new Promise((resolve) =>
          setTimeout(() => {
            try {
              resolve(new Function('return "ran"')());
            } catch (error) {
              resolve((error as Error).name);
            }
          }),
        ),
    );
    expect(evalOutcome).toBe('EvalError');
    await expect(page.evaluate((url) => fetch(url), `${outside.url}/fetch`)).rejects.toThrow(
      'Failed to fetch',
    );
    expect(outside.requests).toEqual([]);
  });

  await test.step('the window goes nowhere else and opens no other window', async () => {
    const before = page.url();
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const prevented = new Promise((resolve) =>
        contents?.once('will-frame-navigate', (event) => resolve(event.defaultPrevented)),
      );
      Object.assign(globalThis, { prevented });
    });
    await page.evaluate((url) => {
      location.href = url;
    }, `${outside.url}/away`);
    expect(await app.evaluate(() => Reflect.get(globalThis, 'prevented') as Promise<boolean>)).toBe(true);
    expect(await page.evaluate((url) => window.open(url), `${outside.url}/popup`)).toBeNull();
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
    expect(outside.requests).toEqual([]);
  });

  await test.step('permissions the page never needs are denied', async () => {
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    const geolocation = await page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : code),
          ),
        ),
    );
    expect(geolocation).toBe('denied');
  });

  await test.step('calls that make no sense are refused', async () => {
    const codeOf = (method: string, input: unknown) =>
      page.evaluate(
        async ([name, value]) => {
          const { call } = Reflect.get(globalThis, 'coppice');
          const answer = await call(name, value);
          return answer.ok ? 'ok' : answer.error.code;
        },
        [method, input] as const,
      );
    expect(await codeOf('app.snapshot', {})).toBe('ok');
    for (const [method, input] of [
      ['app.snapshot', { extra: true }],
      ['session.open', { sessionId: 5 }],
      ['session.open', undefined],
      ['repository.open', { path: '' }],
      ['app.openExternal', { url: 'file:///etc/passwd' }],
      ['app.openExternal', { url: 'javascript:alert(1)' }],
      ['constructor', {}],
      ['no.such.call', {}],
    ] as const) {
      expect(await codeOf(method, input), `${method} ${JSON.stringify(input)}`).toBe('input.invalid');
    }
  });
});

test('hostile markdown is only text', async ({ launch, repository, scratch, outside }) => {
  writeAgentsFile(scratch, { agents: [scribe] });
  const { app, page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  const before = page.url();
  const hostile = [
    `<img src="${outside.url}/raw.png" onerror="globalThis.ran = true">`,
    '<script>globalThis.ran = true</script>',
    '[press me](javascript:globalThis.ran=true)',
    '[read me](file:///etc/passwd)',
    `![pixel](${outside.url}/pixel.png)`,
    '<a href="javascript:globalThis.ran=true">raw link</a>',
    '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>',
    'The end.',
  ].join('\n\n');
  await window.startSession(`say ${JSON.stringify(hostile)}`, 'Scribe');
  await window.waitForTurnEnd();
  const message = window.transcript.locator('[data-entry="text"]').last();
  await expect(message).toContainText('The end.');
  await expect(message).toContainText('onerror=');
  await expect(message.locator('img, script, iframe, [onerror]')).toHaveCount(0);
  await expect(message.getByRole('link', { name: /press me|read me|raw link/ })).toHaveCount(0);
  await message.getByText('press me').click();
  await message.getByText('read me').click();
  expect(await page.evaluate(() => Reflect.get(globalThis, 'ran'))).toBeUndefined();
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
  expect(outside.requests).toEqual([]);
});

test('a web link opens in the browser and not in the window', async ({ launch, repository }) => {
  const { app, page } = await launch({ paths: [repository] });
  // The one place where the test stands in for the desktop: a real browser would open.
  await app.evaluate(({ shell }) => {
    const opened = new Promise((resolve) => {
      shell.openExternal = async (url) => resolve(url);
    });
    Object.assign(globalThis, { opened });
  });
  const window = new CoppiceWindow(page);
  await window.startSession('markdown');
  await window.waitForTurnEnd();
  const before = page.url();
  await window.transcript.getByRole('link', { name: 'link' }).click();
  expect(await app.evaluate(() => Reflect.get(globalThis, 'opened') as Promise<string>)).toBe(
    'https://example.com/',
  );
  expect(page.url()).toBe(before);
});

/** Puts an element into the page and answers the directive of the policy that stopped it. */
function violationOf(page: Page, html: string, tag: string): Promise<string> {
  return page.evaluate(
    ([source, name]) =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        const parsed = new DOMParser().parseFromString(source, 'text/html').querySelector(name);
        const element = document.createElement(name);
        for (const { name: attribute, value } of parsed?.attributes ?? [])
          element.setAttribute(attribute, value);
        element.textContent = parsed?.textContent ?? '';
        setTimeout(() => document.body.append(element));
      }),
    [html, tag] as const,
  );
}
