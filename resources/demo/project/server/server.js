import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { routes } from './routes.js';

const PAGES = { '/': 'index.html', '/app.js': 'app.js', '/styles.css': 'styles.css' };
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Answers API routes from the table and pages from the web folder. */
export function createApp() {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const route = routes[`${request.method} ${pathname}`];
    if (route) {
      const body = await route(request);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(body ?? { error: 'not found' }));
    }
    const page = PAGES[pathname];
    if (!page) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[page.split('.').at(-1)] });
    response.end(await readFile(new URL(`../web/${page}`, import.meta.url)));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  createApp().listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
}
