import { featureName } from '../../../shared/feature-name.ts';
import { CoreFailure } from '../failure.ts';

/** The feature name for typed text. Fails with `plan.invalidName` when nothing valid is left. */
export function requireFeatureName(words: string): string {
  const name = featureName(words);
  if (name !== null) return name;
  throw new CoreFailure({
    code: 'plan.invalidName',
    message: `"${words}" cannot be a feature name: it has no letter from a to z and no digit.`,
    remedy: 'Name the feature in Latin letters; branches and files are called after it.',
    data: { name: words },
  });
}
