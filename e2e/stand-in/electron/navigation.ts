import type { CdpEvents, CdpSession } from './cdp-session.ts';
import { PreventableEvent, preventedWith } from './events.ts';
import type { PageContents } from './page-contents.ts';
import { applyPermissions, onHandlersChanged } from './permissions.ts';
import { record } from './records.ts';
import { runtime } from './runtime.ts';
import { answer, toChromium, toElectron } from './schemes.ts';

type Paused = CdpEvents['Fetch.requestPaused'];

/** Where a page is and may go: serves the app's schemes, asks before it navigates, judges new windows. */
export class Navigation {
  url = '';
  title = '';
  loading = false;
  #mainFrame = '';
  /** The app itself asked for the next document, of which no event asks. */
  #asked = false;

  constructor(
    private readonly contents: PageContents,
    private readonly cdp: CdpSession,
  ) {}

  async watch(): Promise<void> {
    const { cdp, contents } = this;
    cdp.on('Fetch.requestPaused', (paused) => {
      this.#serve(paused).catch((error: unknown) => {
        // The page went away while it was served.
        if (!contents._destroyed) record('not served', String(error));
      });
    });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#arrived(frame);
    });
    cdp.on('Page.domContentEventFired', () => contents.emit('dom-ready', new PreventableEvent()));
    cdp.on('Page.loadEventFired', () => this.#loaded());
    cdp.on('Page.windowOpen', ({ url, windowName }) => this.#asksForWindow(url, windowName));
    const { frameTree } = await cdp.send('Page.getFrameTree');
    this.#mainFrame = frameTree.frame.id;
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    onHandlersChanged(() => void this.#permit(this.url));
  }

  async load(url: string): Promise<void> {
    this.url = url;
    await this.#permit(url);
    this.#asked = true;
    const done = new Promise<void>((loaded) => {
      this.contents.once('did-finish-load', () => loaded());
    });
    const { errorText } = await this.cdp.send('Page.navigate', { url: toChromium(url) });
    if (errorText) {
      this.contents.emit('did-fail-load', new PreventableEvent(), -2, errorText, url, true);
      throw new Error(`${errorText} (-2) loading '${url}'`);
    }
    await done;
  }

  reload(): void {
    this.#asked = true;
    const url = toChromium(this.url);
    // A page whose process is gone cannot be asked to reload itself.
    this.cdp.send('Page.navigate', { url }).catch(() => undefined);
  }

  async #permit(url: string): Promise<void> {
    const { contents } = this;
    if (url === '' || contents._destroyed) return;
    const origin = new URL(toChromium(url)).origin;
    if (origin === 'null') return;
    await applyPermissions(runtime().chromium.root, contents._self(), { url, origin }).catch(
      (error: unknown) => {
        if (!contents._destroyed) record('permissions were not applied', String(error));
      },
    );
  }

  #arrived({ id, url }: { id: string; url: string }): void {
    this.#mainFrame = id;
    this.url = toElectron(url);
    this.loading = true;
    this.contents.emit('did-start-loading', new PreventableEvent());
    this.contents.emit('did-navigate', new PreventableEvent(), this.url, 200, 'OK');
  }

  #loaded(): void {
    this.loading = false;
    this.contents.emit('did-finish-load', new PreventableEvent());
    this.contents.emit('did-stop-loading', new PreventableEvent());
  }

  async #serve({ requestId, frameId, resourceType, request }: Paused): Promise<void> {
    const { cdp } = this;
    const url = toElectron(request.url);
    if (resourceType === 'Document' && !this.#mayGo(url, frameId === this.#mainFrame)) {
      record('navigation denied', url);
      // "No content" leaves the page where it is, as a denied navigation does.
      await cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
      return;
    }
    const response = await answer(url, request.method).catch((error: unknown) => {
      record('protocol handler threw', String(error));
      return null;
    });
    if (!response) {
      // No network at all, whatever the app lets through.
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'InternetDisconnected' });
      return;
    }
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }

  /** Source: docs/api/web-contents.md: the app's own `loadURL` and `reload` emit neither event. */
  #mayGo(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#asked) {
      this.#asked = false;
      return true;
    }
    const { contents } = this;
    const details = { url, isSameDocument: false, isMainFrame, frame: null, initiator: null };
    if (preventedWith(contents, 'will-frame-navigate', details)) return false;
    if (!isMainFrame) return true;
    return !preventedWith(contents, 'will-navigate', details);
  }

  #asksForWindow(url: string, frameName: string): void {
    const { contents } = this;
    const answered = contents._openHandler?.({
      url: toElectron(url),
      frameName,
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.url, policy: 'strict-origin-when-cross-origin' },
    });
    if (answered?.action === 'deny') record('window denied', url);
    else record('window allowed, which the stand-in cannot do', url);
  }
}
