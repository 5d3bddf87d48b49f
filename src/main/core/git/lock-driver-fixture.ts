import { withLock } from './lock.ts';

/** Takes the lock, says so, and holds it until it is killed. */
const { commonDir }: { commonDir: string } = JSON.parse(process.argv[2] ?? '{}');
await withLock({ commonDir }, 'write', async () => {
  process.stdout.write('held\n');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
