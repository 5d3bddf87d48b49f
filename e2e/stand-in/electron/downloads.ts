import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PreventableEvent } from './events.ts';
import { record } from './records.ts';
import { runtime } from './runtime.ts';
import { loud } from './strict.ts';

/** Source: docs/api/download-item.md: without a path that the app sets, a person is asked where to save. */
class DownloadItem extends EventEmitter {
  private path = '';
  private state: 'progressing' | 'completed' | 'cancelled' = 'progressing';

  constructor(
    private readonly url: string,
    private readonly filename: string,
  ) {
    super();
  }

  getURL(): string {
    return this.url;
  }

  getFilename(): string {
    return this.filename;
  }

  setSavePath(path: string): void {
    this.path = path;
  }

  getSavePath(): string {
    return this.path;
  }

  getState(): string {
    return this.state;
  }

  setSaveDialogOptions(options: object): void {
    record('options of the save dialog', options);
  }

  cancel(): void {
    this.state = 'cancelled';
  }

  async _finish(file: string): Promise<void> {
    if (this.state === 'cancelled') return;
    if (this.path === '') {
      record('save dialog of a download', this.filename);
      return;
    }
    await copyFile(file, this.path);
    this.state = 'completed';
    this.emit('done', new PreventableEvent(), 'completed');
  }
}

/** Makes the browser hand its downloads to the session, which emits `will-download` for each. */
export async function watchDownloads(session: EventEmitter): Promise<void> {
  const { root } = runtime().chromium;
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-downloads-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const items = new Map<string, DownloadItem>();
  root.on('Browser.downloadWillBegin', ({ guid, url, suggestedFilename }) => {
    const item = new DownloadItem(url, suggestedFilename);
    const event = new PreventableEvent();
    const contents = runtime().focusedContents()?._self();
    session.emit('will-download', event, loud('DownloadItem', item), contents);
    if (!event.defaultPrevented) items.set(guid, item);
  });
  root.on('Browser.downloadProgress', ({ guid, state }) => {
    if (state !== 'completed') return;
    const finishing = items.get(guid)?._finish(join(folder, guid));
    finishing?.catch((error: unknown) => record('download failed', String(error)));
  });
  await root.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: folder,
    eventsEnabled: true,
  });
}
