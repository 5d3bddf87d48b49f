import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a request must show before it reaches anything: who it is addressed to, where it comes from, who sends it. */
export class Guard {
  /** Bearer of the one printed address; 256 bits. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');
  #hosts: ReadonlySet<string> = new Set();
  #cookie = '';

  /** The names under which this server answers; anything else is somebody's DNS trick. */
  answerOn(port: number): void {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies know no ports: two servers on one machine need names of their own.
    this.#cookie = `tributary-${port}`;
  }

  addressed(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '');
  }

  /** A page of another site may cause requests, but not without its own name in `Origin`. */
  sameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    return origin !== undefined && origin === `http://${host}`;
  }

  /** The cookie that the right token is traded for, or null. */
  cookieFor(token: string): string | null {
    if (!same(token, this.token)) return null;
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  signedIn(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const name = `${this.#cookie}=`;
    const found = cookies.find((cookie) => cookie.startsWith(name));
    return found !== undefined && same(found.slice(name.length), this.#session);
  }
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
