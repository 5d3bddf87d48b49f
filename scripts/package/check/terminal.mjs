import { connectHost, OP, shown } from '../../../bench/host-client.mjs';
import { hostManifest } from './processes.mjs';

/** A terminal of an agent's session in the host of a settings' folder: what is typed, and all that it has put out. */
export async function openTerminal(home, agent) {
  const client = await connectHost(hostManifest(home).socket);
  const { value } = await client.call({ method: 'list' });
  const { id } = value.sessions.find(({ key }) => key.agent === agent).view;
  let text = '';
  client.onFrame((op, session, payload) => {
    if (session === id && (op === OP.output || op === OP.snapshot)) text += payload.toString();
  });
  await shown(client, id);
  return {
    type: (typed) => client.send(OP.input, id, Buffer.from(typed)),
    text: () => text,
    close: () => client.close(),
  };
}
