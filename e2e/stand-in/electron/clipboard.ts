import type Electron from 'electron';
import type { CdpSession } from './cdp-session.ts';
import { runtime } from './runtime.ts';
import { loud } from './strict.ts';

/** The browser's clipboard, through a page of its own: what the app's pages copy is there, and the other way round. */
export const clipboard = loud('clipboard', {
  readText: () =>
    withField(async (page) => {
      await command(page, 'paste');
      return field(page);
    }),
  writeText: (text) =>
    withField(async (page) => {
      await evaluate(page, `document.querySelector('textarea').value = ${JSON.stringify(text)}`);
      await command(page, 'selectAll');
      await command(page, 'copy');
    }),
} satisfies Partial<Electron.Clipboard>);

async function withField<T>(use: (page: CdpSession) => Promise<T>): Promise<T> {
  const { chromium } = runtime();
  const { root } = chromium;
  const { browserContextId } = await root.send('Target.createBrowserContext');
  try {
    const targetId = await chromium.createPage({ url: 'about:blank', browserContextId });
    const page = await chromium.attach(targetId);
    await page.send('Runtime.runIfWaitingForDebugger');
    await page.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    const area = "document.body.append(document.createElement('textarea'))";
    await evaluate(page, `${area}; document.querySelector('textarea').focus()`);
    return await use(page);
  } finally {
    await root.send('Target.disposeBrowserContext', { browserContextId });
  }
}

async function command(page: CdpSession, name: string): Promise<void> {
  const key = { key: 'F24', code: 'F24', windowsVirtualKeyCode: 135 };
  await page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key, commands: [name] });
}

async function field(page: CdpSession): Promise<string> {
  return String(await evaluate(page, "document.querySelector('textarea').value"));
}

async function evaluate(page: CdpSession, expression: string): Promise<unknown> {
  const { result } = await page.send('Runtime.evaluate', { expression, returnByValue: true });
  return result.value;
}
