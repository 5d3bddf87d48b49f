import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A model on loopback that plays scripts instead of thinking: the last user text that holds `SCRIPT:<name>` chooses the
 * script, else the name of the folder that the session works in; the number of tool results after it chooses the turn.
 * A turn is `{ text?, tools?: [{ name, input }], slow?, error? }`: `slow` holds the answer open for that many
 * milliseconds, `error` is `{ status, type, message, headers? }`.
 * `served` says when which turn was answered, `requests` what was asked.
 */
export async function startMockModel(scripts) {
  const requests = [];
  const served = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    requests.push({ method: request.method, url: request.url, body });
    const path = new URL(request.url, 'http://localhost').pathname;
    if (request.method === 'HEAD') return response.writeHead(200).end();
    if (path === '/v1/messages/count_tokens') return sendJson(response, 200, { input_tokens: 100 });
    if (request.method !== 'POST' || path !== '/v1/messages') {
      const error = { type: 'error', error: { type: 'not_found_error', message: path } };
      return sendJson(response, 404, error);
    }
    const call = JSON.parse(body);
    const { name, step, turn } = turnFor(call, scripts);
    served.push({ name, step, at: Date.now() });
    if (turn.error) return sendError(response, turn.error);
    const message = messageOf(call, turn);
    if (call.stream) await sendStream(response, message, turn.slow ?? 0);
    else sendJson(response, 200, message);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    served,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function sendJson(response, status, value, headers = {}) {
  const all = { 'content-type': 'application/json', 'request-id': 'req_mock', ...headers };
  response.writeHead(status, all);
  response.end(JSON.stringify(value));
}

function sendError(response, { status, type, message, headers }) {
  sendJson(response, status, { type: 'error', error: { type, message } }, headers);
}

function textOf(message) {
  if (typeof message.content === 'string') return strip(message.content);
  const parts = message.content.filter((part) => part.type === 'text').map((part) => part.text);
  return strip(parts.join('\n'));
}

/** Reminders quote earlier text; a script named in one was not asked for now. */
function strip(text) {
  return text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '');
}

function hasToolResult(message) {
  return (
    Array.isArray(message.content) && message.content.some((part) => part.type === 'tool_result')
  );
}

function turnFor(call, scripts) {
  if (!call.tools?.length) return { name: null, step: 0, turn: { text: 'Side call.' } };
  const users = call.messages.filter((message) => message.role === 'user');
  const index = users.findLastIndex((message) => /SCRIPT:[\w-]+/.test(textOf(message)));
  if (index < 0) return turnInFolder(call, users, scripts);
  const name = /SCRIPT:([\w-]+)(?![\s\S]*SCRIPT:)/.exec(textOf(users[index]))[1];
  const step = users.slice(index + 1).filter(hasToolResult).length;
  return { name, step, turn: scripts[name]?.[step] ?? { text: 'Done.' } };
}

/** A session whose prompt names no script plays the one that is called like its folder. */
function turnInFolder(call, users, scripts) {
  const name = folderOf(call).split('/').at(-1);
  if (!scripts[name]) return { name: null, step: 0, turn: { text: 'No script was asked for.' } };
  const step = users.filter(hasToolResult).length;
  return { name, step, turn: scripts[name][step] ?? { text: 'Done.' } };
}

/** Where the session works, as it tells the model. */
function folderOf(call) {
  const found = /Primary working directory: (\/[^\\\s"]+)/.exec(JSON.stringify(call));
  return found?.[1] ?? '.';
}

let counter = 0;

function messageOf(call, turn) {
  counter += 1;
  const place = folderOf(call);
  const fill = (input) => JSON.parse(JSON.stringify(input).replaceAll('{cwd}', place));
  const tools = (turn.tools ?? []).map((tool, index) => ({
    type: 'tool_use',
    id: `toolu_mock_${counter}_${index}`,
    name: tool.name,
    input: fill(tool.input),
  }));
  return {
    id: `msg_mock_${counter}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content: [{ type: 'text', text: turn.text ?? 'Working.' }, ...tools],
    stop_reason: tools.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 10 },
  };
}

async function sendStream(response, message, slow) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_mock' });
  const send = (type, data) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send('message_start', { message: { ...message, content: [], stop_reason: null } });
  for (const [index, block] of message.content.entries()) {
    const tool = block.type === 'tool_use';
    send('content_block_start', {
      index,
      content_block: tool ? { ...block, input: {} } : { type: 'text', text: '' },
    });
    send('content_block_delta', {
      index,
      delta: tool
        ? { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
        : { type: 'text_delta', text: block.text },
    });
    send('content_block_stop', { index });
  }
  if (slow > 0) await pause(slow);
  if (response.destroyed) return;
  send('message_delta', {
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: 10 },
  });
  send('message_stop', {});
  response.end();
}
