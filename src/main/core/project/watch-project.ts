import { join } from 'node:path';
import { CONFIG_FILE } from '../config/config.ts';
import { PLAN_FOLDER } from '../plan/files.ts';
import { watchFile } from '../plan/watch-file.ts';
import type { Project } from './project.ts';

/** Calls back when plans, configuration, trust or the checked-out branch may have changed. */
export function watchProject(project: Project, changed: () => void): () => void {
  const { repo, trust } = project;
  const stops = [
    watchFile(join(repo.path, PLAN_FOLDER, '.'), changed),
    watchFile(join(repo.path, CONFIG_FILE), changed),
    watchFile(join(repo.commonDir, 'HEAD'), changed),
    trust.subscribe(changed),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
