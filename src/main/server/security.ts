import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Checks of every request before anything else: host, origin and authentication. */
export class Guard {
  /** The token in the printed URL; 256 bits. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');
  #hosts: ReadonlySet<string> = new Set();
  #cookie = '';

  /** Sets the valid host names of this server; any other means DNS rebinding. */
  answerOn(port: number): void {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies ignore ports, so two servers on one machine need different cookie names.
    this.#cookie = `tributary-${port}`;
  }

  addressed(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '');
  }

  /** A page of another site can send requests, but only with its own `Origin`. */
  sameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    return origin !== undefined && origin === `http://${host}`;
  }

  /** The cookie given in exchange for the right token, or null. */
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

/** Compares digests, so that the time taken reveals neither length nor content. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
