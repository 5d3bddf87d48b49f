import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Check } from '../../../shared/contract/project.ts';
import type { TrustView } from '../../../shared/contract/trust.ts';
import { CoreFailure } from '../../core/failure.ts';
import { cliApp, withProject } from '../context.ts';
import { desktopChecks, ghCheck } from '../doctor-checks.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

export function machineCommands(program: Command, run: Run): void {
  sub(program, 'doctor [path]', 'check what is installed on this machine').action(run(doctor));
  sub(program, 'trust [path]', 'show, accept or revoke what a repository may run')
    .option('--show', 'list the literal commands with their hash (default)')
    .option('--accept <hash>', 'trust exactly the list with this hash')
    .option('--revoke', 'revoke trust')
    .action(run(trust));
}

async function doctor(options: CommonOptions): Promise<Answer> {
  const app = cliApp();
  try {
    const checks = [
      ...(await app.checks().settled()),
      await ghCheck(),
      ...desktopChecks(app.home),
      await projectCheck(app, options),
    ];
    print(
      options,
      { checks },
      checks.flatMap(({ state, message, remedy }) => [
        `${state}: ${message}`,
        ...(remedy ? [`    ${remedy.replaceAll('\n', '\n    ')}`] : []),
      ]),
    );
    return checks.some((check) => check.id === 'git' && check.state === 'missing') ? 1 : 0;
  } finally {
    await app.close();
  }
}

async function projectCheck(
  app: ReturnType<typeof cliApp>,
  options: CommonOptions,
): Promise<Check> {
  try {
    const project = await app.projects.open(resolve(options.project ?? '.'));
    return { id: 'project', state: 'ok', message: `Repository ${project.repo.path}`, remedy: '' };
  } catch (thrown) {
    if (!(thrown instanceof CoreFailure)) throw thrown;
    return { id: 'project', state: 'warning', message: thrown.message, remedy: thrown.remedy };
  }
}

async function trust(
  options: CommonOptions & { readonly accept?: string; readonly revoke?: boolean },
): Promise<Answer> {
  return withProject(options, async (project, app) => {
    const view: TrustView =
      options.accept !== undefined
        ? await app.trust.accept(project.repo, options.accept)
        : options.revoke
          ? await app.trust.revoke(project.repo)
          : await app.trust.show(project.repo);
    print(options, view, [
      ...view.items.map(
        (item) => `${item.kind} (${item.where}):\n  ${item.text.replaceAll('\n', '\n  ')}`,
      ),
      view.items.length === 0 ? 'This repository would run nothing.' : `Hash: ${view.hash}`,
      view.trusted ? 'Trusted.' : `Not trusted. To trust it: tributary trust --accept ${view.hash}`,
    ]);
    return 0;
  });
}
